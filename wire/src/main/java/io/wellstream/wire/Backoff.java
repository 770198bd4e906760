package io.wellstream.wire;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between attempts: each is twice as long as the one before, up to 5 s, and shortened at random by up to half. */
public final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration FIRST_WITHOUT_DEADLINE = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration UNLIMITED = Duration.ofDays(36_500);

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

    /** 250 ms doubling to 5 s, without a deadline. */
    public static Backoff withoutDeadline() {
        return new Backoff(UNLIMITED, FIRST_WITHOUT_DEADLINE);
    }

    /** Sleeps until the next attempt is due; returns false at once if the deadline would pass first. */
    public boolean pause() throws InterruptedException {
        long wait = next();
        if (System.nanoTime() + wait * 1_000_000 - deadlineNanos >= 0) {
            return false;
        }
        Thread.sleep(wait);
        return true;
    }

    /** The next pause in milliseconds. */
    long next() {
        long wait = millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
        millis = Math.min(2 * millis, LONGEST.toMillis());
        return wait;
    }
}
