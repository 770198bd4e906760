package io.wellstream.scorer.call;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * One call that is being answered: whether its caller still waits, and what has been spent on it. Nothing interrupts the work of a call;
 * the work checks between two steps whether it should go on.
 */
public final class Call {
    private static final long CHECK_MILLIS = 100;

    private final BooleanSupplier cancelled;
    private final BooleanSupplier expired;
    private final CallCost cost = new CallCost();

    public Call(BooleanSupplier cancelled, BooleanSupplier expired) {
        this.cancelled = cancelled;
        this.expired = expired;
    }

    /** A call whose caller waits until it is answered. */
    public static Call unlimited() {
        return new Call(() -> false, () -> false);
    }

    /** Ends the call if its caller no longer waits. */
    public void check() {
        if (expired.getAsBoolean()) {
            throw new ScorerException.Expired(
                    "the call's deadline passed before it was answered; ask for fewer wells or allow more time");
        }
        if (cancelled.getAsBoolean()) {
            throw new ScorerException.Cancelled("the call was cancelled by its caller");
        }
    }

    /** The result of a part of the work; ends the call if its caller stops waiting before it is there. */
    public <T> T await(Future<T> work) {
        while (true) {
            try {
                return work.get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                check();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ScorerException.NotReady("this scorer is stopping; ask another");
            } catch (CancellationException e) {
                throw new ScorerException.Cancelled("the call was cancelled by its caller");
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException("work failed", e.getCause());
            }
        }
    }

    public CallCost cost() {
        return cost;
    }
}
