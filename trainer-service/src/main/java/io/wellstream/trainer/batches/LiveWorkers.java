package io.wellstream.trainer.batches;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts the augment workers by who has answered lately; so a trainer asks for its fair share of what there is. */
public final class LiveWorkers {
    private static final long RECENT = Duration.ofSeconds(60).toNanos();

    private final Map<String, Long> lastAnswer = new HashMap<>();
    private final LongSupplier nanos;
    private final int mostBatches;

    /** The window is never wider than {@code mostBatches}, however many workers there are: each waits in memory. */
    public LiveWorkers(int mostBatches, LongSupplier nanos) {
        this.mostBatches = mostBatches;
        this.nanos = nanos;
    }

    public synchronized void answered(String worker) {
        lastAnswer.put(worker, nanos.getAsLong());
    }

    /** Workers that answered within the last minute. */
    public synchronized int count() {
        long now = nanos.getAsLong();
        lastAnswer.values().removeIf(at -> now - at > RECENT);
        return lastAnswer.size();
    }

    /** How many batches may be asked for and not taken: two for each live worker and two more. */
    public int windowWidth() {
        return Math.min(mostBatches, 2 * count() + 2);
    }
}
