package io.wellstream.scorer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wellstream.scorer.model.Device;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Limits of the scorer, and the data sets that it serves. */
@ConfigMapping(prefix = "wellstream.scorer")
public interface ScorerConfig {
    /** Calls answered concurrently, and streams that are open; more are refused with a time to retry after. */
    @WithDefault("128")
    int calls();

    /** The device that networks run on; {@code cuda} needs a build with the profile of that name. */
    @WithDefault("cpu")
    Device device();

    /** Threads that run networks, each a whole batch. Default: the number of cores, or the container's CPU limit if that is less. */
    OptionalInt threads();

    /** Largest batch, in sites; 1 turns batching off. Smaller if half of -XX:MaxDirectMemorySize has no room for one per thread. */
    @WithDefault("32")
    int maxBatch();

    /** The longest time that a site waits for others to share its batch while a thread is free. Waiting gains nothing on CPUs. */
    @WithDefault("0ms")
    Duration maxDelay();

    /** Sites that may wait; when more do, new calls are refused with a time to retry after. */
    @WithDefault("1024")
    int queue();

    /** Bytes of requests and answers held for all calls together; more are refused. Default: an eighth of the heap. */
    OptionalLong bytesInFlight();

    /** Bytes of preprocessed sites kept in memory. Default: a quarter of the heap. */
    OptionalLong cacheBytes();

    /** Models kept in memory. */
    @WithDefault("16")
    int models();

    /** Data sets that are served. Default: all. */
    Optional<Set<String>> datasets();
}
