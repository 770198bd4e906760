package io.wellstream.trainer.engine;

import io.wellstream.trainer.mixing.MixedLabels;
import java.util.Arrays;

/**
 * The result of one training step, computed before the step changed the parameters. Samples of a head for controls do not count.
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
        return of(logits, labels, smoothing, logits[0].length);
    }

    /**
     * The result of the first head. A mixed sample counts by the share of its label in this head, which is all without a second one.
     *
     * @param logits [sample, output]
     * @param answers outputs of the first head
     */
    public static StepResult of(float[][] logits, MixedLabels labels, double smoothing, int answers) {
        double loss = 0;
        double mass = 0;
        int correct = 0;
        for (int s = 0; s < labels.samples(); s++) {
            float[] row = logits[s].length == answers ? logits[s] : Arrays.copyOf(logits[s], answers);
            double share = share(labels, s, answers);
            if (share > 0) {
                int best = best(row);
                loss += share * logSum(row, best)
                        - (1 - smoothing) * expected(row, labels, s)
                        - share * smoothing * mean(row);
                correct += best == labels.dominant(s) ? 1 : 0;
                mass += share;
            }
        }
        return new StepResult(mass == 0 ? 0 : loss / mass, correct);
    }

    private static double share(MixedLabels labels, int sample, int answers) {
        boolean own = labels.own()[sample] < answers;
        boolean partner = labels.partners()[sample] < answers;
        if (own == partner) {
            return own ? 1 : 0;
        }
        return own ? labels.weight() : 1 - labels.weight();
    }

    private static int best(float[] row) {
        int best = 0;
        for (int c = 0; c < row.length; c++) {
            best = row[c] > row[best] ? c : best;
        }
        return best;
    }

    private static double mean(float[] row) {
        double mean = 0;
        for (float value : row) {
            mean += value / (double) row.length;
        }
        return mean;
    }

    private static double logSum(float[] row, int best) {
        double sum = 0;
        for (float value : row) {
            sum += Math.exp(value - (double) row[best]);
        }
        return row[best] + Math.log(sum);
    }

    /** The mean logit of a sample's labels in these outputs. */
    private static double expected(float[] row, MixedLabels labels, int sample) {
        int own = labels.own()[sample];
        double ofOwn = own < row.length ? row[own] : 0;
        if (labels.areCertain()) {
            return ofOwn;
        }
        int partner = labels.partners()[sample];
        return labels.weight() * ofOwn + (1 - labels.weight()) * (partner < row.length ? row[partner] : 0);
    }
}
