package io.wellstream.trainer.labels;

import io.wellstream.imaging.screen.WellId;

/**
 * The label that a model finds most probable for a well.
 *
 * @param label by class index
 * @param probability not a number if the model's answers are not
 */
public record Prediction(WellId well, int label, double probability) {
    /** @param probabilities by class; of equal ones the first is taken */
    public static Prediction of(WellId well, double[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return new Prediction(well, best, probabilities[best]);
    }
}
