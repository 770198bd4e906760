package io.wellstream.shell.arrival;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalLong;

/** How slow the clients of a service may be. */
@ConfigMapping(prefix = "wellstream.clients")
public interface ClientLimits {
    /** How long a request, or one of a stream, may take to arrive, and how long a client may take to accept an answer. */
    @WithDefault("2m")
    Duration patience();

    /**
     * Bytes of requests that are still arriving, of all clients together; beyond that, the one that has been arriving for the longest is
     * refused. Default: an eighth of the heap.
     */
    OptionalLong arrivingBytes();
}
