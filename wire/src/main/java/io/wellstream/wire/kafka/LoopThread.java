package io.wellstream.wire.kafka;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A named platform thread that runs a loop until it is asked to stop, and reports an error that ends it. A loop stops between two
 * polls; work that takes longer than a stopping process has time for is interrupted.
 */
final class LoopThread implements AutoCloseable {
    private static final Duration FINISH_LIMIT = Duration.ofSeconds(12);
    private static final Duration HAND_BACK_LIMIT = Duration.ofSeconds(6);

    private final Thread thread;
    private volatile boolean stopping;
    private volatile long askedAt; // nanoseconds, while stopping

    LoopThread(String name, Runnable loop, Consumer<Throwable> onFatal) {
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            try {
                loop.run();
            } catch (Throwable t) { // an Error too: nothing else would report it
                onFatal.accept(t);
            }
        });
    }

    void start() {
        thread.start();
    }

    boolean stopping() {
        return stopping;
    }

    /** Asks the loop to stop; {@link #close} waits until it has. The time that its work may still take begins now. */
    synchronized void askToStop() {
        if (!stopping) {
            askedAt = System.nanoTime();
            stopping = true;
        }
    }

    /** Asks the loop to stop and waits until it has, unless it was never started or calls this itself. */
    @Override
    public void close() {
        askToStop();
        if (Thread.currentThread() == thread || thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!thread.join(FINISH_LIMIT.minusNanos(System.nanoTime() - askedAt))) {
                thread.interrupt();
                thread.join(HAND_BACK_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
