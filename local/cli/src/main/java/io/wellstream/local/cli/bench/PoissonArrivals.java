package io.wellstream.local.cli.bench;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** The times of independent calls: a Poisson process. */
final class PoissonArrivals {
    private final long[] nanos; // from the start, ascending

    /** One call. */
    @FunctionalInterface
    interface Call {
        /** @param nanos the time it was due, on the clock of {@link System#nanoTime} */
        void due(long nanos) throws InterruptedException;
    }

    private PoissonArrivals(long[] nanos) {
        this.nanos = nanos;
    }

    /** So many calls per second on average. */
    static PoissonArrivals atRandom(double perSecond, Duration duration, long seed) {
        Random random = new Random(seed);
        double gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        LongStream.Builder times = LongStream.builder();
        for (double due = gap(random, gap); due < duration.toNanos(); due += gap(random, gap)) {
            times.add((long) due);
        }
        return new PoissonArrivals(times.build().toArray());
    }

    private static double gap(Random random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /** Makes each call at its time, or as soon after it as the call before returns. */
    void each(Call call) throws InterruptedException {
        long start = System.nanoTime();
        for (long due : nanos) {
            long at = start + due;
            for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            call.due(at);
        }
    }
}
