package io.wellstream.local.cli.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Typical variation normalisation (Ando, McLean and Berndl 2017, bioRxiv 161422), in the form of Recursion's efaar_benchmarking: all axes of
 * variation of the controls get the variance 1, so that a small but unusual difference counts as much as a large one that controls have
 * too; then the covariance of each group's controls is aligned to that of all (CORAL; Sun et al. 2016).
 */
final class TypicalVariation {
    private static final double RIDGE = 0.5; // added to covariances, as in efaar_benchmarking
    private static final double NOISE = 1e-9; // of the largest variance; axes below it are numerical noise

    private TypicalVariation() {}

    /**
     * The features without the variation that is typical of the references.
     *
     * @param groups the rows of each group
     * @param references some rows of each group
     */
    static FeatureRows removed(FeatureRows features, List<List<Integer>> groups, List<List<Integer>> references) {
        List<Integer> all = IntStream.range(0, features.values().length).boxed().toList();
        List<Integer> controls = references.stream().flatMap(List::stream).toList();
        FeatureRows centred = features.standardized(List.of(all), List.of(controls));
        FeatureRows rotated = centred.times(axes(centred.covariance(controls)), all);
        FeatureRows whitened = rotated.standardized(groups, references);
        double[][] target = power(whitened.covariance(controls), 0.5);
        FeatureRows aligned = whitened;
        for (int g = 0; g < groups.size(); g++) {
            double[][] source = power(whitened.covariance(references.get(g)), -0.5);
            aligned = aligned.times(source, groups.get(g)).times(target, groups.get(g));
        }
        return aligned;
    }

    /** The principal axes with any variance, [feature, axis]. */
    private static double[][] axes(double[][] covariance) {
        SymmetricEigen eigen = SymmetricEigen.of(covariance);
        double largest = IntStream.range(0, covariance.length)
                .mapToDouble(i -> eigen.values()[i])
                .max()
                .orElse(0);
        List<Integer> kept = new ArrayList<>(IntStream.range(0, covariance.length)
                .filter(i -> eigen.values()[i] > NOISE * largest)
                .boxed()
                .toList());
        double[][] axes = new double[covariance.length][kept.size()];
        for (int f = 0; f < axes.length; f++) {
            for (int axis = 0; axis < kept.size(); axis++) {
                axes[f][axis] = eigen.vectors()[f][kept.get(axis)];
            }
        }
        return axes;
    }

    /** A power of a covariance to which the ridge is added. */
    private static double[][] power(double[][] covariance, double exponent) {
        SymmetricEigen eigen = SymmetricEigen.of(covariance);
        int n = covariance.length;
        double[][] power = new double[n][n];
        for (int i = 0; i < n; i++) {
            double value = Math.pow(Math.max(0, eigen.values()[i]) + RIDGE, exponent);
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    power[a][b] += value * eigen.vectors()[a][i] * eigen.vectors()[b][i];
                }
            }
        }
        return power;
    }
}
