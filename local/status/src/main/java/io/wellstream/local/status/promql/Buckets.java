package io.wellstream.local.status.promql;

import java.util.Map;
import java.util.TreeMap;

/** One histogram. Quantiles are interpolated as in Prometheus: linearly within a bucket, and never beyond the last finite bound. */
final class Buckets {
    /** Counts of values up to the bound, by bound. */
    private final TreeMap<Double, Double> counts = new TreeMap<>();

    void add(String bound, double count) {
        double upper = bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
        counts.merge(upper, count, Double::sum);
    }

    /** NaN if the histogram is empty or has no +Inf bucket. */
    double quantile(double quantile) {
        if (counts.size() < 2
                || !Double.isInfinite(counts.lastKey())
                || !(counts.lastEntry().getValue() > 0)) {
            return Double.NaN;
        }
        double rank = quantile * counts.lastEntry().getValue();
        double lower = 0;
        double below = 0;
        for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
            double upper = bucket.getKey();
            double count = Math.max(below, bucket.getValue()); // scrapes are not atomic, so counts may seem to shrink
            if (Double.isInfinite(upper)) {
                return counts.lowerKey(upper);
            }
            if (count >= rank) {
                boolean firstBelowZero = below == 0 && lower == 0 && upper <= 0;
                return firstBelowZero ? upper : lower + (upper - lower) * ((rank - below) / (count - below));
            }
            lower = upper;
            below = count;
        }
        throw new IllegalStateException("no +Inf bucket");
    }
}
