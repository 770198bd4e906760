package io.wellstream.local.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** When calls come that know nothing of each other: a Poisson process. */
final class Arrivals {
    private final long[] nanos; // from the start, ascending

    private Arrivals(long[] nanos) {
        this.nanos = nanos;
    }

    /** As many a second on average. */
    static Arrivals atRandom(double perSecond, Duration duration, long seed) {
        Random random = new Random(seed);
        double gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        LongStream.Builder times = LongStream.builder();
        for (double due = gap(random, gap); due < duration.toNanos(); due += gap(random, gap)) {
            times.add((long) due);
        }
        return new Arrivals(times.build().toArray());
    }

    private static double gap(Random random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    long[] nanos() {
        return nanos.clone();
    }

    /**
     * How long these calls take where each has the whole machine to itself for so long, in the order they come in, and nothing else
     * costs anything: who comes while another is served waits. The floor under any server.
     */
    Latencies servedIn(double millis) {
        long service = (long) (millis * TimeUnit.MILLISECONDS.toNanos(1));
        long free = 0;
        Long[] took = new Long[nanos.length];
        for (int i = 0; i < nanos.length; i++) {
            free = Math.max(free, nanos[i]) + service;
            took[i] = free - nanos[i];
        }
        return Latencies.ofNanos(List.copyOf(Arrays.asList(took)));
    }
}
