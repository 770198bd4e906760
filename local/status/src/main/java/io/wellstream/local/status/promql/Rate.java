package io.wellstream.local.status.promql;

import io.wellstream.local.status.sample.TimeSeries;
import io.wellstream.local.status.sample.TimeSeries.Reading;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The increase of a counter over a time range, as Prometheus 3 defines {@code increase}: a value below its predecessor is a counter
 * reset, and the increase is extrapolated to the ends of the range where the samples come close to them.
 */
final class Rate {
    private static final double NEARLY = 1.1; // times the mean distance between samples

    private Rate() {}

    /** Empty with fewer than two samples in ({@code from}, {@code to}]; times are epoch milliseconds. */
    static OptionalDouble increase(TimeSeries series, long from, long to) {
        List<Reading> readings = series.between(from, to);
        if (readings.size() < 2) {
            return OptionalDouble.empty();
        }
        Reading first = readings.getFirst();
        Reading last = readings.getLast();
        double grown = last.value() - first.value();
        for (int i = 1; i < readings.size(); i++) {
            double previous = readings.get(i - 1).value();
            grown += readings.get(i).value() < previous ? previous : 0;
        }
        double sampled = last.time() - first.time();
        double between = sampled / (readings.size() - 1);
        double before = extrapolated((double) (first.time() - from), between);
        double after = extrapolated((double) (to - last.time()), between);
        if (grown > 0 && first.value() >= 0) {
            before = Math.min(before, sampled * first.value() / grown); // a counter starts at zero
        }
        return OptionalDouble.of(grown * (sampled + before + after) / sampled);
    }

    private static double extrapolated(double distance, double between) {
        return distance < NEARLY * between ? distance : between / 2;
    }
}
