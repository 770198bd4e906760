package io.wellstream.local.status.promql;

import io.wellstream.local.status.sample.TimeSeries;
import java.util.OptionalDouble;

/**
 * The increase of a counter over a time range, as Prometheus 3 defines {@code increase}: a value below its predecessor is a counter
 * reset, and the increase is extrapolated to the ends of the range where the samples come close to them.
 */
final class Rate {
    private static final double NEARLY = 1.1; // times the mean distance between samples

    private Rate() {}

    /** Empty with fewer than two samples in ({@code from}, {@code to}]; times are epoch milliseconds. */
    static OptionalDouble increase(TimeSeries track, long from, long to) {
        TimeSeries.Window window = track.between(from, to);
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
        double before = extrapolated((double) (window.time(0) - from), between);
        double after = extrapolated((double) (to - window.time(last)), between);
        if (grown > 0 && window.value(0) >= 0) {
            before = Math.min(before, sampled * window.value(0) / grown); // a counter starts at zero
        }
        return OptionalDouble.of(grown * (sampled + before + after) / sampled);
    }

    private static double extrapolated(double distance, double between) {
        return distance < NEARLY * between ? distance : between / 2;
    }
}
