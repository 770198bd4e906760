package io.wellstream.imaging.score;

import java.util.List;

/**
 * The range of one number over several experiments. Another experiment is far from them if its number lies outside the range by
 * more than the range's width. At least {@link #FEWEST} experiments are required: of normally distributed numbers, one more is
 * called far in 13 % of cases after three, in 0.5 % after eight, in 0.02 % after sixteen.
 */
public record SeenRange(double low, double high) {
    public static final int FEWEST = 8;

    /** At least {@link #FEWEST} values. */
    public static SeenRange of(List<Double> values) {
        if (values.size() < FEWEST) {
            throw new IllegalArgumentException(values.size() + " experiments; expected at least " + FEWEST);
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new SeenRange(sorted[0], sorted[sorted.length - 1]);
    }

    /** The distance outside the range, as a multiple of its width; 0 inside. */
    public double beyond(double value) {
        double outside = Math.max(0, Math.max(low - value, value - high));
        return outside == 0 ? 0 : outside / (high - low);
    }

    public boolean isFar(double value) {
        return beyond(value) > 1;
    }
}
