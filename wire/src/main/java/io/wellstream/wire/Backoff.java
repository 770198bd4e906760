package io.wellstream.wire;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits between attempts, each twice as long as the one before up to a longest, each shortened by chance. */
public final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration FIRST_OF_MANY = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final long deadlineNanos;
    private long millis;

    private Backoff(Duration deadline, Duration first) {
        this.deadlineNanos = System.nanoTime() + deadline.toNanos();
        this.millis = first.toMillis();
    }

    /** 50 ms doubling to 5 s, never beyond the deadline. */
    public Backoff(Duration deadline) {
        this(deadline, FIRST);
    }

    /** A quarter of a second doubling to 5 s, for as long as it takes. */
    public static Backoff forEver() {
        return new Backoff(FOR_EVER, FIRST_OF_MANY);
    }

    /** Waits; false at once if the deadline would pass meanwhile. */
    public boolean pause() throws InterruptedException {
        long wait = next();
        if (System.nanoTime() + wait * 1_000_000 - deadlineNanos >= 0) {
            return false;
        }
        Thread.sleep(wait);
        return true;
    }

    /** The next wait in milliseconds: at least half of what it may be at most. */
    long next() {
        long wait = millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
        millis = Math.min(2 * millis, LONGEST.toMillis());
        return wait;
    }
}
