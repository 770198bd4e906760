package io.wellstream.trainer.batches;

import java.time.Duration;

/**
 * When an unanswered batch request is repeated: after {@code first}, then after twice as long, and so on up to
 * {@code longest}, for as long as it takes. A batch cannot be made once {@code failures} answers have said so.
 */
public record RetryPolicy(Duration first, Duration longest, int failures) {
    public RetryPolicy {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || failures < 1) {
            throw new IllegalArgumentException("first repeat after " + first + ", longest wait " + longest + ", "
                    + failures + " failures; expected 0 < first <= longest and failures >= 1");
        }
    }

    /** How long to wait after the request has been sent {@code sent} times, from 1. */
    long nanosAfter(int sent) {
        long doubled = first.toNanos() << Math.min(sent - 1, 20);
        return Math.min(doubled, longest.toNanos());
    }
}
