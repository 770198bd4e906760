package io.wellstream.scorer;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a piece of work as long as somebody waits for the call that it is part of. */
final class Waiting {
    private static final long CHECK_MILLIS = 100;

    private Waiting() {}

    static <T> T await(Future<T> work, CallLife life) {
        while (true) {
            try {
                return work.get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                life.check();
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
}
