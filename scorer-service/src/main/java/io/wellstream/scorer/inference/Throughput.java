package io.wellstream.scorer.inference;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How fast samples are computed lately. */
final class Throughput {
    private static final double NEWEST = 0.1; // weight of the newest batch
    private static final double FIRST_GUESS = TimeUnit.MILLISECONDS.toNanos(20);

    private final int threads;
    private double nanosPerSample = FIRST_GUESS;

    Throughput(int threads) {
        this.threads = threads;
    }

    /** Counts one batch of one thread. */
    synchronized void computed(int samples, long nanos) {
        nanosPerSample += NEWEST * ((double) nanos / samples - nanosPerSample);
    }

    /** About how long all threads need for so many samples. */
    synchronized Duration timeFor(int samples) {
        return Duration.ofNanos((long) (nanosPerSample * samples / threads));
    }
}
