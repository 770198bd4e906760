package io.wellstream.trainer.batches;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts the augment workers that answered recently, so that a trainer requests only its fair share of their capacity. */
public final class LiveWorkers {
    private static final long RECENT = Duration.ofSeconds(60).toNanos();

    private final Map<String, Long> lastAnswer = new HashMap<>();
    private final LongSupplier nanos;
    private final int mostBatches;

    /** @param mostBatches the widest window, however many workers there are: each batch is held in memory */
    public LiveWorkers(int mostBatches, LongSupplier nanos) {
        this.mostBatches = mostBatches;
        this.nanos = nanos;
    }

    public synchronized void answered(String worker) {
        lastAnswer.put(worker, nanos.getAsLong());
    }

    /** Whether a worker has answered after this moment. */
    public synchronized boolean answeredSince(long moment) {
        return lastAnswer.values().stream().anyMatch(at -> at - moment > 0);
    }

    /** How many batches may be requested and not yet taken: two for each live worker, and two more. */
    public int windowWidth() {
        return Math.min(mostBatches, 2 * count() + 2);
    }

    /** Workers that answered within the last minute. */
    private synchronized int count() {
        long now = nanos.getAsLong();
        lastAnswer.values().removeIf(at -> now - at > RECENT);
        return lastAnswer.size();
    }
}
