package io.wellstream.imaging.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupEstimateTest {
    private static final int EXPERIMENTS = 40;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.3, 0.6, 0.9})
    void withKnownGroupsTheEstimateIsUnbiasedAndItsIntervalHolds(double accuracy) {
        SimulatedScores scores = new SimulatedScores(7);
        double error = 0;
        int held = 0;
        for (int i = 0; i < EXPERIMENTS; i++) {
            SimulatedScores.Predicted predicted = scores.groups(accuracy);
            Estimate estimate = GroupEstimate.known(predicted.wells(), SimulatedScores.GROUP_OF_PLATE, i);
            error += (estimate.value() - predicted.accuracy()) / EXPERIMENTS;
            held += estimate.low() <= predicted.accuracy() && predicted.accuracy() <= estimate.high() ? 1 : 0;
        }

        // Clamping at 0 raises the mean if no prediction is correct.
        assertThat(error).isCloseTo(0, within(0.012));
        assertThat(held).isGreaterThanOrEqualTo((int) (0.88 * EXPERIMENTS));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.3, 0.6, 0.9})
    void withInferredGroupsTheBestMatchIsNotMistakenForSkill(double accuracy) {
        SimulatedScores scores = new SimulatedScores(8);
        double error = 0;
        double naive = 0;
        int held = 0;
        for (int i = 0; i < EXPERIMENTS; i++) {
            SimulatedScores.Predicted predicted = scores.groups(accuracy);
            int[] match = GroupEstimate.bestMatch(predicted.wells());
            Estimate estimate = GroupEstimate.inferred(predicted.wells(), i).orElseThrow();
            error += (estimate.value() - predicted.accuracy()) / EXPERIMENTS;
            held += estimate.low() <= predicted.accuracy() && predicted.accuracy() <= estimate.high() ? 1 : 0;
            naive += (GroupEstimate.known(predicted.wells(), match, i).value() - predicted.accuracy()) / EXPERIMENTS;
        }

        // The chance agreement is subtracted in full although it applies only in part, so the value is low by up to
        // four points.
        assertThat(error).isBetween(-0.04, 0.02);
        assertThat(held).isGreaterThanOrEqualTo((int) (0.88 * EXPERIMENTS));
        if (accuracy == 0) {
            assertThat(naive).isGreaterThan(0.02).isGreaterThan(error);
        }
    }

    @Test
    void theBestMatchFindsThePlatesGroups() {
        assertThat(GroupEstimate.bestMatch(new SimulatedScores(9).groups(0.2).wells()))
                .containsExactly(SimulatedScores.GROUP_OF_PLATE);
    }

    @Test
    void aSinglePlateOfAnUnknownGroupGivesNoEstimate() {
        GroupEstimate.Wells onePlate = new GroupEstimate.Wells(new int[] {0, 0, 0}, new int[] {1, 1, 2}, 4);

        assertThat(GroupEstimate.inferred(onePlate, 1)).isEmpty();
        assertThat(GroupEstimate.known(onePlate, new int[] {1}, 1).value()).isCloseTo(5.0 / 9, within(1e-9));
    }

    @Test
    void anEstimateSaysThatItIsOne() {
        assertThat(new Estimate(0.312, 0.2, 0.44, 0.8)).hasToString("about 31 % (estimate; 80 % interval 20–44 %)");
    }
}
