package io.wellstream.scorer.call;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How long at least one thread has been at work; time during which several are counts once. */
final class BusyTime {
    private final LongSupplier clock; // nanoseconds
    private int workers;
    private long since;
    private long ended;

    BusyTime(LongSupplier clock) {
        this.clock = clock;
    }

    <T> T during(Supplier<T> work) {
        begin();
        try {
            return work.get();
        } finally {
            end();
        }
    }

    synchronized void begin() {
        if (workers++ == 0) {
            since = clock.getAsLong();
        }
    }

    synchronized void end() {
        if (--workers == 0) {
            ended += clock.getAsLong() - since;
        }
    }

    /** Work in progress counts up to now. */
    synchronized long nanos() {
        return workers == 0 ? ended : ended + clock.getAsLong() - since;
    }
}
