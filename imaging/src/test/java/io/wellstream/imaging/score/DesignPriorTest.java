package io.wellstream.imaging.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class DesignPriorTest {
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    @Test
    void aTreatmentThatTwoWellsClaimGoesToTheSurerOne() {
        double[][] scores = {logs(0.6, 0.3, 0.1), logs(0.9, 0.05, 0.05), logs(0.2, 0.1, 0.7)};

        assertThat(DesignPrior.assign(scores, 1)).containsExactly(1, 0, 2);
    }

    @Test
    void aTreatmentOccursAtMostAsOftenAsDeclared() {
        double[][] scores = {logs(0.9, 0.1), logs(0.8, 0.2), logs(0.7, 0.3)};

        assertThat(DesignPrior.assign(scores, 2)).containsExactly(0, 0, 1);
    }

    @Test
    void aClassThatIsImpossibleInAWellIsNotAssigned() {
        double[][] scores = {{Math.log(0.9), NEVER, Math.log(0.1)}, {NEVER, Math.log(0.5), NEVER}};

        assertThat(DesignPrior.assign(scores, 1)).containsExactly(0, 1);
    }

    @Test
    void moreWellsThanTheDesignHasPlacesAreRefused() {
        double[][] scores = {logs(0.9, 0.1), logs(0.8, 0.2), logs(0.7, 0.3)};

        assertThatExceptionOfType(LinearAssignment.InfeasibleException.class)
                .isThrownBy(() -> DesignPrior.assign(scores, 1))
                .withMessageContaining("3 wells and 2 classes");
    }

    private static double[] logs(double... probabilities) {
        double[] logs = new double[probabilities.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(probabilities[i]);
        }
        return logs;
    }
}
