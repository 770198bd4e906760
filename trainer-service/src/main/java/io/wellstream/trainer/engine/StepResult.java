package io.wellstream.trainer.engine;

import io.wellstream.trainer.mixing.MixedLabels;

/**
 * The result of one training step, computed before the step changed the parameters.
 *
 * @param loss mean cross-entropy of the batch and its smoothed labels, in nats, without weight penalties
 * @param correct samples whose largest logit was that of their label; of a mixed sample, of its likelier one
 */
public record StepResult(double loss, int correct) {
    /** The result of a batch that is not mixed. */
    public static StepResult of(float[][] logits, int[] labels, double smoothing) {
        return of(logits, MixedLabels.of(labels), smoothing);
    }

    /**
     * The result of a batch's logits.
     *
     * @param logits [sample, class]
     * @param smoothing as in {@link TrainingSettings}
     */
    public static StepResult of(float[][] logits, MixedLabels labels, double smoothing) {
        double loss = 0;
        int correct = 0;
        for (int s = 0; s < labels.samples(); s++) {
            float[] row = logits[s];
            int best = 0;
            double mean = 0;
            for (int c = 0; c < row.length; c++) {
                best = row[c] > row[best] ? c : best;
                mean += row[c] / (double) row.length;
            }
            double sum = 0;
            for (float value : row) {
                sum += Math.exp(value - (double) row[best]);
            }
            double logSum = row[best] + Math.log(sum);
            loss += logSum - (1 - smoothing) * expected(row, labels, s) - smoothing * mean;
            correct += best == labels.dominant(s) ? 1 : 0;
        }
        return new StepResult(loss / labels.samples(), correct);
    }

    private static double expected(float[] row, MixedLabels labels, int sample) {
        double own = row[labels.own()[sample]];
        return labels.areCertain()
                ? own
                : labels.weight() * own + (1 - labels.weight()) * row[labels.partners()[sample]];
    }
}
