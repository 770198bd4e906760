package io.wellstream.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.trainer.mixing.MixedLabels;
import org.junit.jupiter.api.Test;

class StepResultTest {
    private static final float[][] LOGITS = {{1, 2, 0.5f}, {-1, 0, 3}};

    @Test
    void theLossOfMixedLabelsIsTheCrossEntropyOfTheirSmoothedProbabilities() {
        double smoothing = 0.1;
        double weight = 0.7;
        StepResult result =
                StepResult.of(LOGITS, new MixedLabels(new int[] {1, 0}, new int[] {0, 1}, weight), smoothing);

        double expected = 0;
        double[][] labels = {{0.3, 0.7, 0}, {0.7, 0.3, 0}};
        for (int s = 0; s < 2; s++) {
            double sum = 0;
            for (float logit : LOGITS[s]) {
                sum += Math.exp(logit);
            }
            for (int c = 0; c < 3; c++) {
                double probability = (1 - smoothing) * labels[s][c] + smoothing / 3;
                expected -= probability * (LOGITS[s][c] - Math.log(sum)) / 2;
            }
        }
        assertThat(result.loss()).isCloseTo(expected, within(1e-9));
    }

    @Test
    void aMixedSampleIsCorrectIfItsLikelierClassHasTheLargestLogit() {
        int[] own = {1, 0};
        int[] partners = {0, 2};

        assertThat(StepResult.of(LOGITS, new MixedLabels(own, partners, 0.7), 0).correct())
                .isEqualTo(1);
        assertThat(StepResult.of(LOGITS, new MixedLabels(own, partners, 0.3), 0).correct())
                .isEqualTo(1);
        assertThat(StepResult.of(LOGITS, new MixedLabels(new int[] {1, 2}, partners, 0.7), 0)
                        .correct())
                .isEqualTo(2);
    }
}
