package io.wellstream.scorer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wellstream.scorer.model.Device;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** How much the scorer takes on, and of which data sets. */
@ConfigMapping(prefix = "wellstream.scorer")
public interface ScorerConfig {
    /** Calls answered at the same time; more are refused with a hint to come back. */
    @WithDefault("128")
    int calls();

    /** What networks run on; {@code cuda} needs a build with that profile. */
    @WithDefault("cpu")
    Device device();

    /** Threads that run networks, each a whole batch; as many as cores unless given. */
    OptionalInt threads();

    /** Sites of one batch at most; 1 turns batching off. */
    @WithDefault("32")
    int maxBatch();

    /** The longest that a site waits for others to share its batch while a thread could take it. On CPUs waiting gains nothing. */
    @WithDefault("0ms")
    Duration maxDelay();

    /** Sites that may wait; beyond that, new calls are refused with a hint to come back. */
    @WithDefault("1024")
    int queue();

    /** Bytes of prepared sites kept in memory; a quarter of the heap unless given. */
    OptionalLong cacheBytes();

    /** Models kept in memory. */
    @WithDefault("16")
    int models();

    /** Data sets that are served; all unless given. */
    Optional<Set<String>> datasets();
}
