package io.wellstream.scorer.inference;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How fast samples have been computed recently. */
final class Throughput {
    private static final double NEWEST_WEIGHT = 0.1; // of the latest batch in the moving average
    private static final double FIRST_GUESS = TimeUnit.MILLISECONDS.toNanos(20);

    private final int threads;
    private double nanosPerSample = FIRST_GUESS;

    Throughput(int threads) {
        this.threads = threads;
    }

    /** Records a batch that one thread has computed. */
    synchronized void computed(int samples, long nanos) {
        nanosPerSample += NEWEST_WEIGHT * ((double) nanos / samples - nanosPerSample);
    }

    /** An estimate of how long all threads need for so many samples. */
    synchronized Duration timeFor(int samples) {
        return Duration.ofNanos((long) (nanosPerSample * samples / threads));
    }
}
