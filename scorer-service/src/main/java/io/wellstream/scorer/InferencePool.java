package io.wellstream.scorer;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that turn pixels into logits, and the seats of the calls that may use them. A call without a seat is refused at
 * once instead of waiting unseen; one with a seat keeps at most {@link #CHUNKS_PER_CALL} chunks here, so the queue has an end.
 */
final class InferencePool implements AutoCloseable {
    static final int CHUNKS_PER_CALL = 2;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int calls;
    private final ScorerMeters meters;
    private final Semaphore seats;
    private final ThreadPoolExecutor threads;

    /**
     * @param size threads, as many as cores
     * @param calls how many calls are answered at the same time
     */
    InferencePool(int size, int calls, ScorerMeters meters) {
        this.calls = calls;
        this.meters = meters;
        this.seats = new Semaphore(calls);
        ArrayBlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(calls * CHUNKS_PER_CALL);
        this.threads = new ThreadPoolExecutor(
                size,
                size,
                0,
                TimeUnit.SECONDS,
                queue,
                Thread.ofPlatform().name("scorer-inference-", 0).factory());
        meters.watchQueue(queue, seats, calls);
    }

    /** A call's right to use the pool. */
    final class Seat implements AutoCloseable {
        /** Runs one chunk as soon as a thread is free. */
        <T> Future<T> submit(Callable<T> chunk) {
            try {
                return threads.submit(chunk);
            } catch (RejectedExecutionException e) {
                if (threads.isShutdown()) {
                    throw new ScorerException.NotReady("this scorer is stopping; ask another");
                }
                throw overloaded();
            }
        }

        @Override
        public void close() {
            seats.release();
        }
    }

    /** A seat, or a refusal with a hint when to come back. */
    Seat enter() {
        if (!seats.tryAcquire()) {
            meters.callRefused();
            throw overloaded();
        }
        return new Seat();
    }

    private ScorerException.Overloaded overloaded() {
        return new ScorerException.Overloaded(
                calls + " calls are being answered, which is all this scorer takes; try again in "
                        + RETRY_AFTER.toSeconds() + " s or add a scorer",
                RETRY_AFTER);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
