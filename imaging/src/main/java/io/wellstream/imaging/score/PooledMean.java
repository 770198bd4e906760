package io.wellstream.imaging.score;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A mean over the wells of several experiments, such as their loss, with a 95 % interval by the rule of {@link PooledAccuracy}:
 * Student's t by experiment, and never narrower than if all wells were independent.
 *
 * @param n how many wells
 * @param experiments how many
 * @param interval empty if there is but one well
 */
public record PooledMean(double value, long n, int experiments, Optional<Interval> interval) {

    /** The ends of a 95 % interval. */
    public record Interval(double low, double high) {}

    /** At least one experiment, each with at least one value. */
    public static PooledMean of(List<double[]> experiments) {
        double[] sums = experiments.stream()
                .mapToDouble(values -> Arrays.stream(values).sum())
                .toArray();
        long[] counts = experiments.stream().mapToLong(values -> values.length).toArray();
        double[] all = experiments.stream().flatMapToDouble(Arrays::stream).toArray();
        double mean = Arrays.stream(sums).sum() / all.length;
        if (all.length < 2) {
            return new PooledMean(mean, all.length, experiments.size(), Optional.empty());
        }
        long[] ones = new long[all.length];
        Arrays.fill(ones, 1);
        double half = Student.halfWidth(all, ones);
        if (experiments.size() > 1) {
            half = Math.max(half, Student.halfWidth(sums, counts));
        }
        return new PooledMean(
                mean, all.length, experiments.size(), Optional.of(new Interval(mean - half, mean + half)));
    }
}
