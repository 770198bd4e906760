package io.wellstream.scorer;

import java.util.function.BooleanSupplier;

/** Whether anyone still waits for a call's answer; asked between two pieces of work, because nothing interrupts them. */
public final class CallLife {
    private final BooleanSupplier cancelled;
    private final BooleanSupplier expired;

    public CallLife(BooleanSupplier cancelled, BooleanSupplier expired) {
        this.cancelled = cancelled;
        this.expired = expired;
    }

    /** A call that is waited for until it is answered. */
    public static CallLife unlimited() {
        return new CallLife(() -> false, () -> false);
    }

    /** Ends the call if nobody waits for it any more. */
    void check() {
        if (expired.getAsBoolean()) {
            throw new ScorerException.Expired(
                    "the call's deadline passed before it was answered; ask for fewer wells or allow more time");
        }
        if (cancelled.getAsBoolean()) {
            throw new ScorerException.Cancelled("the call was cancelled by its caller");
        }
    }
}
