package io.wellstream.trainer.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.WellId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PseudoLabelRuleTest {
    private static final List<Prediction> PREDICTIONS = List.of(
            prediction("HUVEC-01", 1, "B02", 0, 0.9),
            prediction("HUVEC-01", 1, "B03", 1, 0.8),
            prediction("HUVEC-01", 1, "B04", 0, 0.7),
            prediction("HUVEC-01", 2, "B02", 0, 0.6),
            prediction("HUVEC-01", 2, "B03", 2, 0.2),
            prediction("HUVEC-02", 1, "B02", 1, 0.4),
            prediction("HUVEC-02", 1, "B03", 2, 0.3));

    @Test
    void eachExperimentGivesItsMostProbableShare() {
        assertThat(chosen(new PseudoLabelRule(0.01, 0.4, 0)))
                .containsExactly("HUVEC-01/1/B02", "HUVEC-01/1/B03", "HUVEC-02/1/B02");
    }

    @Test
    void ofTheseTheProbableOnesAreTaken() {
        assertThat(chosen(new PseudoLabelRule(0.7, 1, 0)))
                .containsExactly("HUVEC-01/1/B02", "HUVEC-01/1/B03", "HUVEC-01/1/B04");
        assertThat(chosen(new PseudoLabelRule(0.95, 1, 0))).isEmpty();
    }

    /** As in the code of 2019's 1st place: a class that the plate has already is left out, and no other well takes its place. */
    @Test
    void aPlateGivesEachClassOnce() {
        assertThat(chosen(new PseudoLabelRule(0.01, 0.6, 1)))
                .containsExactly("HUVEC-01/1/B02", "HUVEC-01/1/B03", "HUVEC-02/1/B02");
        assertThat(chosen(new PseudoLabelRule(0.01, 0.8, 1)))
                .containsExactly(
                        "HUVEC-01/1/B02", "HUVEC-01/1/B03", "HUVEC-01/2/B02", "HUVEC-02/1/B02", "HUVEC-02/1/B03");
    }

    @Test
    void theOrderOfThePredictionsDoesNotMatter() {
        List<Prediction> equallyProbable = new ArrayList<>(List.of(
                prediction("HUVEC-01", 1, "B02", 0, 0.5),
                prediction("HUVEC-01", 1, "B03", 1, 0.5),
                prediction("HUVEC-01", 1, "B04", 2, 0.5)));
        PseudoLabelRule rule = new PseudoLabelRule(0.01, 0.4, 1);
        List<Prediction> expected = rule.choose(equallyProbable);
        Collections.shuffle(equallyProbable, new Random(1));

        assertThat(expected).hasSize(1);
        assertThat(rule.choose(equallyProbable)).isEqualTo(expected);
    }

    @Test
    void anAnswerThatIsNotANumberIsNoLabel() {
        Prediction broken = Prediction.of(WellId.of("HUVEC-01", 1, "B02"), new double[] {Double.NaN, Double.NaN});

        assertThat(new PseudoLabelRule(0.01, 1, 0).choose(List.of(broken))).isEmpty();
    }

    private static List<String> chosen(PseudoLabelRule rule) {
        return rule.choose(PREDICTIONS).stream()
                .map(prediction -> prediction.well().toString())
                .toList();
    }

    private static Prediction prediction(String experiment, int plate, String position, int label, double probability) {
        return new Prediction(WellId.of(experiment, plate, position), label, probability);
    }
}
