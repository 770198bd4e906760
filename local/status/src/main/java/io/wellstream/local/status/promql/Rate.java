package io.wellstream.local.status.promql;

import io.wellstream.local.status.sample.Track;
import java.util.OptionalDouble;

/**
 * How much a counter grew within a range of time, as Prometheus 3 defines {@code increase}: a value below the one before is a
 * restart and counts whole, and what was seen is extended to the borders of the range where samples reach nearly to them.
 */
final class Rate {
    private static final double NEARLY = 1.1; // of the mean distance between samples

    private Rate() {}

    /** Empty with fewer than two samples after {@code from} and not after {@code to}; times in milliseconds. */
    static OptionalDouble increase(Track track, long from, long to) {
        Track.Window window = track.between(from, to);
        int last = window.size() - 1;
        if (last < 1) {
            return OptionalDouble.empty();
        }
        double grown = window.value(last) - window.value(0);
        for (int i = 1; i <= last; i++) {
            if (window.value(i) < window.value(i - 1)) {
                grown += window.value(i - 1);
            }
        }
        double sampled = window.time(last) - window.time(0);
        double between = sampled / last;
        double before = atBorder((double) (window.time(0) - from), between);
        double after = atBorder((double) (to - window.time(last)), between);
        if (grown > 0 && window.value(0) >= 0) {
            before = Math.min(before, sampled * window.value(0) / grown); // no counter was ever below zero
        }
        return OptionalDouble.of(grown * (sampled + before + after) / sampled);
    }

    private static double atBorder(double distance, double between) {
        return distance < NEARLY * between ? distance : between / 2;
    }
}
