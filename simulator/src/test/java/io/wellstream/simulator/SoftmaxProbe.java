package io.wellstream.simulator;

import java.util.Arrays;

/** Multinomial logistic regression on standardised features: what a linear classifier learns from them. */
final class SoftmaxProbe {
    private static final int STEPS = 250;
    private static final double RATE = 0.5;
    private static final double MOMENTUM = 0.9;

    private final double[] mean;
    private final double[] sd;
    private final double[][] weights; // [class, feature + 1]
    private final double decay;

    private SoftmaxProbe(double[] mean, double[] sd, int classes, double decay) {
        this.mean = mean;
        this.sd = sd;
        this.weights = new double[classes][mean.length + 1];
        this.decay = decay;
    }

    static SoftmaxProbe fit(double[][] features, int[] labels, int classes, double decay) {
        int size = features[0].length;
        double[] mean = new double[size];
        double[] sd = new double[size];
        for (double[] row : features) {
            for (int i = 0; i < size; i++) {
                mean[i] += row[i] / features.length;
            }
        }
        for (double[] row : features) {
            for (int i = 0; i < size; i++) {
                sd[i] += (row[i] - mean[i]) * (row[i] - mean[i]) / features.length;
            }
        }
        Arrays.setAll(sd, i -> Math.sqrt(sd[i]) + 1e-9);
        SoftmaxProbe probe = new SoftmaxProbe(mean, sd, classes, decay);
        probe.descend(Arrays.stream(features).map(probe::standardised).toArray(double[][]::new), labels);
        return probe;
    }

    private void descend(double[][] rows, int[] labels) {
        double[][] velocity = new double[weights.length][weights[0].length];
        for (int step = 0; step < STEPS; step++) {
            double[][] gradient = new double[weights.length][weights[0].length];
            for (int n = 0; n < rows.length; n++) {
                double[] share = logProbabilities(rows[n]);
                for (int c = 0; c < weights.length; c++) {
                    double error = (Math.exp(share[c]) - (labels[n] == c ? 1 : 0)) / rows.length;
                    for (int i = 0; i < rows[n].length; i++) {
                        gradient[c][i] += error * rows[n][i];
                    }
                }
            }
            for (int c = 0; c < weights.length; c++) {
                for (int i = 0; i < weights[c].length; i++) {
                    velocity[c][i] = MOMENTUM * velocity[c][i] - RATE * (gradient[c][i] + decay * weights[c][i]);
                    weights[c][i] += velocity[c][i];
                }
            }
        }
    }

    double[] predict(double[] features) {
        return logProbabilities(standardised(features));
    }

    private double[] standardised(double[] features) {
        double[] row = new double[features.length + 1];
        for (int i = 0; i < features.length; i++) {
            row[i] = (features[i] - mean[i]) / sd[i];
        }
        row[features.length] = 1;
        return row;
    }

    private double[] logProbabilities(double[] row) {
        double[] scores = new double[weights.length];
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < scores.length; c++) {
            for (int i = 0; i < row.length; i++) {
                scores[c] += weights[c][i] * row[i];
            }
            most = Math.max(most, scores[c]);
        }
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score - most);
        }
        double log = most + Math.log(sum);
        return Arrays.stream(scores).map(score -> score - log).toArray();
    }
}
