package io.wellstream.shell.arrival;

import io.vertx.core.http.HttpServerResponse;
import java.util.function.LongConsumer;

/**
 * The bytes of the answers to one request that are held because its client has not taken them. While a response goes on, its client has
 * taken what was written before if the response accepts more; at its end, if the connection has closed the response.
 */
final class UntakenAnswers {
    private static final long NOT_ENDED = -1;

    private final HttpServerResponse response;
    private LongConsumer release = bytes -> {};
    private long older;

    /** Bytes since the last check: they may not have reached the connection. */
    private long newer;

    private boolean over;
    private long endedNanos = NOT_ENDED;

    UntakenAnswers(HttpServerResponse response) {
        this.response = response;
    }

    synchronized void add(long bytes, LongConsumer release) {
        if (over) {
            release.accept(bytes);
        } else {
            this.release = release;
            newer += bytes;
        }
    }

    /** Releases what the client has taken; returns for how long a complete response has been waiting for it. */
    synchronized long check(long now) {
        if (acceptsMore()) {
            release.accept(older);
            older = 0;
        }
        older += newer;
        newer = 0;
        if (endedNanos == NOT_ENDED && response.ended()) {
            endedNanos = now;
        }
        return endedNanos == NOT_ENDED ? 0 : now - endedNanos;
    }

    private boolean acceptsMore() {
        try {
            return !response.ended() && !response.writeQueueFull();
        } catch (IllegalStateException e) {
            return false; // it has ended in the meantime
        }
    }

    /** Releases everything: the response is closed. */
    synchronized void end() {
        over = true;
        release.accept(older + newer);
        older = 0;
        newer = 0;
    }
}
