package io.wellstream.scorer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** How much the scorer takes on, and of which data sets. */
@ConfigMapping(prefix = "wellstream.scorer")
public interface ScorerConfig {
    /** Calls answered at the same time; more are refused with a hint to come back. */
    @WithDefault("64")
    int calls();

    /** Threads that prepare pixels and run networks; as many as cores unless given. */
    OptionalInt threads();

    /** Models kept in memory. */
    @WithDefault("16")
    int models();

    /** Data sets that are served; all unless given. */
    Optional<Set<String>> datasets();
}
