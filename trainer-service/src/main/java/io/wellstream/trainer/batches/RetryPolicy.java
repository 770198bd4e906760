package io.wellstream.trainer.batches;

import java.time.Duration;

/**
 * When an unanswered batch request is repeated: after {@code first}, then after twice as long, and so on up to
 * {@code longest}. After {@code repeats} repeated requests without an answer the batch counts as lost.
 */
public record RetryPolicy(Duration first, Duration longest, int repeats) {
    public RetryPolicy {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || repeats < 0) {
            throw new IllegalArgumentException("first repeat after " + first + ", longest wait " + longest + ", "
                    + repeats + " repeats; expected 0 < first <= longest and repeats >= 0");
        }
    }

    /** How long to wait after the request has been sent {@code sent} times, from 1. */
    long nanosAfter(int sent) {
        long doubled = first.toNanos() << Math.min(sent - 1, 20);
        return Math.min(doubled, longest.toNanos());
    }
}
