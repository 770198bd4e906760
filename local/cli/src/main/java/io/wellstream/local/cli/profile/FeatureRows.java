package io.wellstream.local.cli.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * The features of profiles as numbers to compute with.
 *
 * @param values [row, feature]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FeatureRows(double[][] values) {
    static FeatureRows of(ProfileTable table) {
        double[][] values = new double[table.rows().size()][table.features()];
        for (int i = 0; i < values.length; i++) {
            float[] row = table.rows().get(i).features();
            for (int f = 0; f < row.length; f++) {
                values[i][f] = row[f];
            }
        }
        return new FeatureRows(values);
    }

    List<float[]> floats() {
        List<float[]> floats = new ArrayList<>();
        for (double[] row : values) {
            float[] rounded = new float[row.length];
            for (int f = 0; f < rounded.length; f++) {
                rounded[f] = (float) row[f];
            }
            floats.add(rounded);
        }
        return floats;
    }

    int features() {
        return values[0].length;
    }

    /**
     * Each group with the mean of its reference rows at 0 and their standard deviation, that of a population, at 1. A feature that is
     * constant there is only centred.
     *
     * @param groups the rows of each group
     * @param references some rows of each group
     */
    FeatureRows standardized(List<List<Integer>> groups, List<List<Integer>> references) {
        double[][] changed = new double[values.length][];
        for (int g = 0; g < groups.size(); g++) {
            double[] mean = mean(references.get(g));
            double[] deviation = new double[mean.length];
            for (int row : references.get(g)) {
                for (int f = 0; f < mean.length; f++) {
                    double difference = values[row][f] - mean[f];
                    deviation[f] += difference * difference / references.get(g).size();
                }
            }
            for (int row : groups.get(g)) {
                changed[row] = new double[mean.length];
                for (int f = 0; f < mean.length; f++) {
                    double scale = deviation[f] > 0 ? Math.sqrt(deviation[f]) : 1;
                    changed[row][f] = (values[row][f] - mean[f]) / scale;
                }
            }
        }
        return new FeatureRows(changed);
    }

    private double[] mean(List<Integer> rows) {
        double[] mean = new double[features()];
        for (int row : rows) {
            for (int f = 0; f < mean.length; f++) {
                mean[f] += values[row][f] / rows.size();
            }
        }
        return mean;
    }

    /** The covariance of some rows, with the divisor of a sample, [feature, feature]. */
    double[][] covariance(List<Integer> rows) {
        double[] mean = mean(rows);
        double[][] covariance = new double[mean.length][mean.length];
        for (int row : rows) {
            for (int a = 0; a < mean.length; a++) {
                for (int b = 0; b <= a; b++) {
                    covariance[a][b] += (values[row][a] - mean[a]) * (values[row][b] - mean[b]) / (rows.size() - 1);
                }
            }
        }
        for (int a = 0; a < mean.length; a++) {
            for (int b = a + 1; b < mean.length; b++) {
                covariance[a][b] = covariance[b][a];
            }
        }
        return covariance;
    }

    /** Some rows times a matrix [feature, column]; the other rows stay. */
    FeatureRows times(double[][] matrix, List<Integer> rows) {
        double[][] changed = values.clone();
        for (int row : rows) {
            double[] product = new double[matrix[0].length];
            for (int f = 0; f < matrix.length; f++) {
                for (int column = 0; column < product.length; column++) {
                    product[column] += values[row][f] * matrix[f][column];
                }
            }
            changed[row] = product;
        }
        return new FeatureRows(changed);
    }
}
