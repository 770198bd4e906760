package io.wellstream.augment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How much one worker does at a time. */
@ConfigMapping(prefix = "wellstream.augment")
public interface AugmentConfig {
    /** The worker's name in its answers; by default host name and process id. */
    Optional<String> name();

    /** Threads that process pixels; by default one per core. */
    OptionalInt threads();

    /** Sites fetched and processed at the same time, 1 to 1024. */
    @WithDefault("16")
    int fetches();

    /** Memory for decoded sites, so that a small screen is fetched once and not in every epoch; 0 turns it off. */
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
