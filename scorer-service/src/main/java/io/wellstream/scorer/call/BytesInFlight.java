package io.wellstream.scorer.call;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of requests and answers that this scorer holds for all calls together, whatever their form, and the limit on them. A request
 * that exceeds the limit is refused, unless it is the only one.
 */
public final class BytesInFlight {
    private static final Duration RETRY_AFTER = Duration.ofMillis(500);

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    public BytesInFlight(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(limit + " bytes in flight; expected 1 or more");
        }
        this.limit = limit;
    }

    /** Takes the bytes of a request; false if there is no room for them. The caller releases what it took. */
    public boolean take(long bytes) {
        long before = held.getAndUpdate(now -> now == 0 || now + bytes <= limit ? now + bytes : now);
        return before == 0 || before + bytes <= limit;
    }

    /** Counts an answer, which is held until its caller has taken it. */
    public void add(long bytes) {
        held.addAndGet(bytes);
    }

    public void release(long bytes) {
        held.addAndGet(-bytes);
    }

    /** Whether less than half of the limit is in use. */
    public boolean hasRoom() {
        return held.get() < limit / 2;
    }

    /** Bytes held now. */
    public long held() {
        return held.get();
    }

    /** Why a request of so many bytes was not taken. */
    public ScorerException.Overloaded refusal(long bytes) {
        return new ScorerException.Overloaded(
                "this scorer holds " + held.get() + " bytes of requests and answers and has no room for " + bytes
                        + " more; its limit is " + limit
                        + ". Try again in half a second, send fewer images per call, or add a scorer",
                RETRY_AFTER);
    }
}
