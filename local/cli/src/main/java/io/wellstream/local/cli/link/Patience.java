package io.wellstream.local.cli.link;

import java.time.Duration;

/** How long a call is repeated while the part that it calls does not answer, although the system is not known to have stopped. */
public enum Patience {
    /** One attempt. */
    NONE(Duration.ZERO),
    /** A service that restarts is back in seconds. */
    CALL(Duration.ofSeconds(60)),
    /** Work is followed, which goes on in the system. */
    FOLLOW(Duration.ofMinutes(15));

    private final Duration limit;

    Patience(Duration limit) {
        this.limit = limit;
    }

    boolean isOver(Duration waited) {
        return waited.compareTo(limit) >= 0;
    }
}
