package io.wellstream.trainer.batches;

import java.time.Duration;

/**
 * How long a batch is waited for: after {@code first} it is asked for again, then after twice as long, and so on up to
 * {@code most}; when {@code repeats} repeated requests have gone unanswered, the batch counts as lost.
 */
public record Patience(Duration first, Duration most, int repeats) {
    /** 30 s, doubling to 10 min, five times. */
    public static final Patience DEFAULT = new Patience(Duration.ofSeconds(30), Duration.ofMinutes(10), 5);

    public Patience {
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0 || repeats < 0) {
            throw new IllegalArgumentException("patience " + first + " to " + most + ", " + repeats + " repeats");
        }
    }

    /** How long to wait after a batch has been asked for {@code asked} times (from 1). */
    long nanosAfter(int asked) {
        long doubled = first.toNanos() << Math.min(asked - 1, 20);
        return Math.min(doubled, most.toNanos());
    }
}
