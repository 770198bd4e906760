package io.wellstream.scorer.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fixed number of threads that do the same work until they are closed. A thread that ends before is replaced. */
final class InferenceThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceThreads.class);

    private final Runnable work;
    private final Runnable onDeath;
    private final ReentrantLock lock = new ReentrantLock();

    /** By number. Guarded by the lock. */
    private final List<Thread> threads = new ArrayList<>();

    private boolean closed;

    /**
     * Starts the threads.
     *
     * @param work returns only when the threads are closed
     * @param onDeath runs each time that a thread ends with an error
     */
    InferenceThreads(int count, Runnable work, Runnable onDeath) {
        this.work = work;
        this.onDeath = onDeath;
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                threads.add(start(i));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Starts the threads that do not run, e.g. because the system had no room for another thread when one had to be replaced. */
    void replaceMissing() {
        lock.lock();
        try {
            for (int i = 0; i < threads.size() && !closed; i++) {
                if (!threads.get(i).isAlive()) {
                    threads.set(i, start(i));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many threads run. */
    int running() {
        lock.lock();
        try {
            return (int) threads.stream().filter(Thread::isAlive).count();
        } finally {
            lock.unlock();
        }
    }

    private Thread start(int number) {
        return Thread.ofPlatform()
                .name("scorer-inference-" + number)
                .uncaughtExceptionHandler((thread, cause) -> replace(number, thread, cause))
                .start(work);
    }

    private void replace(int number, Thread dead, Throwable cause) {
        LOG.error("an inference thread ended because of an error and is replaced thread={}", dead.getName(), cause);
        onDeath.run();
        lock.lock();
        try {
            if (!closed && threads.get(number) == dead) {
                threads.set(number, start(number));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            threads.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }
}
