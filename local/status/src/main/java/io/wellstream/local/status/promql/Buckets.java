package io.wellstream.local.status.promql;

import java.util.Map;
import java.util.TreeMap;

/** One histogram's buckets, and its quantiles as Prometheus interpolates them: evenly within a bucket, never beyond the last border. */
final class Buckets {
    /** Values at or below the border, by border. */
    private final TreeMap<Double, Double> counts = new TreeMap<>();

    void add(String border, double count) {
        double upper = border.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(border);
        counts.merge(upper, count, Double::sum);
    }

    /** NaN if nothing was counted, or no bucket holds everything. */
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
            double count = Math.max(below, bucket.getValue()); // samples taken in between may seem to shrink
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
        throw new IllegalStateException("no bucket holds everything");
    }
}
