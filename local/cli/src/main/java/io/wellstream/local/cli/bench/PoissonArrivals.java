package io.wellstream.local.cli.bench;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** When calls come that know nothing of each other: a Poisson process. */
final class PoissonArrivals {
    private final long[] nanos; // from the start, ascending

    /** One call. */
    @FunctionalInterface
    interface Call {
        /** @param nanos when it was due, on the clock of {@link System#nanoTime} */
        void due(long nanos) throws InterruptedException;
    }

    private PoissonArrivals(long[] nanos) {
        this.nanos = nanos;
    }

    /** As many a second on average. */
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

    /** Does something with each call when its time has come, or as soon after it as whatever is done before allows. */
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
