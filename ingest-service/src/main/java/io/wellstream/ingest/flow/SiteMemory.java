package io.wellstream.ingest.flow;

import java.util.concurrent.Semaphore;

/**
 * Limits the heap that all sites in progress take together, however large the images of a screen are. A site larger than the limit runs
 * alone. A holder never requests more, so that there is no deadlock.
 */
final class SiteMemory {
    private static final long UNIT = 1 << 10;

    private final int units;
    private final Semaphore free;

    SiteMemory(long bytes) {
        this.units = Math.toIntExact(Math.max(1, Math.min(Integer.MAX_VALUE, bytes / UNIT)));
        this.free = new Semaphore(units, true);
    }

    static SiteMemory halfOfTheHeap() {
        return new SiteMemory(Runtime.getRuntime().maxMemory() / 2);
    }

    /** Memory reserved for one site until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits until this much is free, and reserves it. */
    Held hold(long bytes) throws InterruptedException {
        int wanted = Math.toIntExact(Math.min(units, Math.max(0, bytes) / UNIT + 1));
        free.acquire(wanted);
        return () -> free.release(wanted);
    }
}
