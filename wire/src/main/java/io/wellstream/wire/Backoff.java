package io.wellstream.wire;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits between attempts: 50 ms doubling to 5 s, each shortened by chance, and never beyond the deadline. */
final class Backoff {
    private static final long FIRST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 5_000;

    private final long deadlineNanos;
    private long millis = FIRST_MILLIS;

    Backoff(Duration deadline) {
        this.deadlineNanos = System.nanoTime() + deadline.toNanos();
    }

    /** Waits; false at once if the deadline would pass meanwhile. */
    boolean pause() throws InterruptedException {
        long wait = millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
        if (System.nanoTime() + wait * 1_000_000 >= deadlineNanos) {
            return false;
        }
        Thread.sleep(wait);
        millis = Math.min(2 * millis, LONGEST_MILLIS);
        return true;
    }
}
