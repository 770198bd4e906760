package io.wellstream.augment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How much one worker does at a time. */
@ConfigMapping(prefix = "wellstream.augment")
public interface AugmentConfig {
    /** The worker's name in its answers; host name and process id unless given. */
    Optional<String> name();

    /** Threads that work on pixels; as many as cores unless given. */
    OptionalInt threads();

    /** Sites fetched and worked on at a time, 1 to 1024. */
    @WithDefault("16")
    int fetches();

    /** Memory for decoded sites, so that a small screen is fetched once and not in every epoch; 0 for none. */
    @WithDefault("256")
    int cacheMegabytes();

    /** After this time Kafka gives a request to another worker as well; ten times a batch's usual time. Brokers allow 15 to 60 s. */
    @WithDefault("30s")
    Duration lock();

    default WorkerLimits limits() {
        return new WorkerLimits(
                threads().orElse(Runtime.getRuntime().availableProcessors()), fetches(), cacheMegabytes(), lock());
    }
}
