package io.wellstream.ingest.flow;

import java.util.concurrent.Semaphore;

/**
 * Bounds what the sites under way hold of the heap together, however large a screen's author makes its images. A site that is
 * larger than all of it goes alone. Who holds asks for no more, so nobody waits for ever.
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

    /** What one site holds until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits until so much is free. */
    Held hold(long bytes) throws InterruptedException {
        int wanted = Math.toIntExact(Math.min(units, Math.max(0, bytes) / UNIT + 1));
        free.acquire(wanted);
        return () -> free.release(wanted);
    }
}
