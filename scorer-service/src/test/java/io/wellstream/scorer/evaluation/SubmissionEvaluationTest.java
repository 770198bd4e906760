package io.wellstream.scorer.evaluation;

import static io.wellstream.scorer.ScreenFixture.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.AccuracyEstimate;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.KnownTruth;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.StepEffect;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.SubmissionResult;
import io.wellstream.proto.v1.Target;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmissionEvaluationTest {
    private static final int[] BRIGHT = {255, 10};
    private static final int[] DARK = {1, 10};
    private static final WellId B03 = WellId.of("HUVEC-05", 1, "B03");
    private static final WellId B04 = WellId.of("HUVEC-05", 1, "B04");

    private final ScreenFixture screen = new ScreenFixture();

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void wellsWithKnownLabelsAreScoredOnlyForAnEvaluation() {
        judgedOn(4);

        SubmissionReport bare = screen.report(build(request()));
        SubmissionReport judged = screen.report(build(request().setEvaluate(true)));

        assertThat(bare.getKnownList()).isEmpty();
        assertThat(bare.getNotSaidList()).anyMatch(line -> line.contains("ask for an evaluation"));
        assertThat(judged.getKnownList()).extracting(KnownTruth::getSet).containsExactly("controls", "validation");
        assertThat(judged.getKnown(0).getAccuracy().getHits()).isEqualTo(3);
        assertThat(judged.getKnown(0).getAccuracy().getN()).isEqualTo(4);
        assertThat(judged.getKnown(1).getAccuracy().getN()).isEqualTo(16);
        assertThat(judged.getKnown(1).getChance()).isEqualTo(0.5);
        assertThat(judged.getKnown(1).getAccuracy().getExperiments()).isEqualTo(4);
        assertThat(judged.getExperiments(0).getControls().getValue()).isEqualTo(0.75);
        assertThat(judged.getRecallList()).hasSize(1);
    }

    @Test
    void theReportShowsWhatEachStepChangedAndItsAccuracy() {
        judgedOn(4);

        SubmissionReport report =
                screen.report(build(request().setEvaluate(true).setViews(8).setDesignPrior(true)));

        assertThat(report.getStepsList())
                .extracting(StepEffect::getStep)
                .containsExactly("one site", "all sites", "views", "design prior");
        assertThat(report.getStepsList()).extracting(StepEffect::getRows).containsOnly(2L);
        assertThat(report.getSteps(2).getChanged()).isZero();
        assertThat(report.getSteps(2).getTruthList()).hasSize(2);
        // Controls are not part of the design, so the effect of the prior is shown on validation wells only.
        assertThat(report.getSteps(3).getTruthList()).hasSize(1);
        assertThat(report.getSteps(3).getTruth(0).getSet()).isEqualTo("validation");
    }

    @Test
    void viewsOfASymmetricSiteChangeNothing() {
        judgedOn(4);

        SubmissionResult asItIs = build(request());
        SubmissionResult turned = build(request().setViews(8));

        assertThat(screen.text(turned.getCalls())).isEqualTo(screen.text(asItIs.getCalls()));
        assertThatThrownBy(() -> build(request().setViews(3)))
                .isInstanceOf(ScorerException.InvalidRequest.class)
                .hasMessageContaining("1, 4 or 8");
    }

    @Test
    void withFewerThanFourValidationExperimentsThereIsNoEstimateAndTheReportSaysSo() {
        judgedOn(3);

        SubmissionReport report = screen.report(build(request().setEvaluate(true)));

        assertThat(report.getEstimatesList()).isEmpty();
        assertThat(report.getNotSaidList()).anyMatch(line -> line.contains("3 validation experiments"));
    }

    @Test
    void theAccuracyOnTreatmentsIsEstimatedFromControls() {
        judgedOn(4);

        SubmissionReport report = screen.report(build(request().setEvaluate(true)));

        assertThat(report.getEstimatesList()).hasSize(1);
        AccuracyEstimate estimate = report.getEstimates(0);
        assertThat(estimate.getExperiment()).isEqualTo("HUVEC-05");
        assertThat(estimate.getMethod()).isEqualTo("controls");
        // Validation experiments have the same accuracy on controls and on treatments.
        assertThat(estimate.getValue()).isCloseTo(0.75, within(1e-9));
        assertThat(estimate.getCoverage()).isCloseTo(0.8, within(1e-9));
        assertThat(estimate.getBasis()).contains("3 of 4").contains("4 validation experiments");
    }

    @Test
    void controlsThatAModelOfControlsWasTrainedOnAreNotUsed() {
        judgedOn(4);
        float[][] brightIsLast = {{0, 20}, {0, 0}};
        ModelCard.Builder treatments = card("HUVEC", "17", "250");
        treatments.addAllValidationExperiments(validated(4).getValidationExperimentsList());
        screen.serve(screen.publish("t", treatments, brightIsLast, 8, 0));
        ModelCard.Builder controls = card("HUVEC", "1108", "1109").setTarget(Target.TARGET_CONTROL);
        screen.serve(screen.publish("c", controls.addTrainingExperiments("HUVEC-01"), brightIsLast, 8, 0));

        SubmissionReport report = screen.report(build(request().setEvaluate(true)));

        assertThat(report.getModels(0).getRun()).isEqualTo("t");
        assertThat(report.getKnown(0).getAccuracy().getN()).isEqualTo(4);
        assertThat(report.getEstimatesList()).isEmpty();
        assertThat(report.getNotSaidList()).anyMatch(line -> line.contains("3 validation experiments"));
    }

    @Test
    void imagesUnlikeThoseOfTrainingRaiseAnAlarm() {
        ModelCard.Builder card = model();
        for (int i = 1; i <= 8; i++) {
            screen.trainWell(WellId.of("HUVEC-1" + i, 1, "B03"), "17", new int[] {100 + i, 10});
            card.addTrainingExperiments("HUVEC-1" + i);
        }
        twoRows();
        serve(card);

        SubmissionReport report = screen.report(build(request()));

        assertThat(report.getAlarmsList()).hasSize(1);
        assertThat(report.getAlarms(0))
                .contains("HUVEC-05")
                .contains("channel 1")
                .contains("8 training experiments");
    }

    @Test
    void missedControlsRaiseAnAlarm() {
        for (int i = 1; i <= 4; i++) {
            controls("HUVEC-0" + i, 4, 4);
        }
        controls("HUVEC-05", 0, 12);
        twoRows();
        serve(validated(4));

        assertThat(screen.report(build(request().setEvaluate(true))).getAlarmsList())
                .anyMatch(
                        alarm -> alarm.startsWith("HUVEC-05: its controls are predicted correctly in 0.0 % (0 of 12"));
        assertThat(gauge("scorer.controls.accuracy", "HUVEC-05")).isZero();
        assertThat(gauge("scorer.controls.drifting", "HUVEC-05")).isEqualTo(1);
    }

    @Test
    void controlsAsGoodAsTheValidationExperimentsDoNotDrift() {
        for (int i = 1; i <= 5; i++) {
            controls("HUVEC-0" + i, 3, 4);
        }
        twoRows();
        serve(validated(4));

        build(request().setEvaluate(true));

        assertThat(gauge("scorer.controls.accuracy", "HUVEC-05")).isEqualTo(0.75);
        assertThat(gauge("scorer.controls.drifting", "HUVEC-05")).isZero();
    }

    private double gauge(String name, String experiment) {
        return screen.registry
                .get(name)
                .tags("cell_type", "HUVEC", "experiment", experiment)
                .gauge()
                .value();
    }

    @Test
    void rowsBelowTheConfidenceAskedForAreNotCalled() {
        judgedOn(1);

        SubmissionResult result = build(request().setMinConfidence(0.999_999));

        assertThat(screen.text(result.getCalls())).startsWith("""
                id_code,experiment,plate,well,label,confidence,runner_up,runner_up_confidence,called
                HUVEC-05_1_B03,HUVEC-05,1,B03,250,1.0000,17,0.0000,no
                """);
        assertThat(screen.report(result).getExperiments(0).getNotCalled()).isEqualTo(2);
    }

    @Test
    void thePageShowsThePlatesAndTheirControls() {
        judgedOn(4);

        SubmissionResult result = build(request().setEvaluate(true));

        assertThat(screen.text(result.getHtml()))
                .startsWith("<!doctype html>")
                .contains("Submission of screen", "estimates, not measurements", "class=\"missed\"", "HUVEC-05")
                .doesNotContain("http");
    }

    @Test
    void withFewTrainingExperimentsImagesAreNotComparedAndTheReportSaysSo() {
        judgedOn(1);

        assertThat(screen.report(build(request())).getNotSaidList())
                .anyMatch(line -> line.contains("resemble those of training") && line.contains("at least 8"));
    }

    /** Rows to submit, and validation experiments: the i-th has i of 4 controls right and i of 4 treatments. */
    private void judgedOn(int experiments) {
        for (int i = 1; i <= experiments; i++) {
            String experiment = "HUVEC-0" + i;
            controls(experiment, i, 4);
            for (int well = 0; well < 4; well++) {
                screen.trainWell(WellId.of(experiment, 1, "B0" + (well + 2)), "250", well < i ? BRIGHT : DARK);
            }
        }
        controls("HUVEC-05", 3, 4);
        twoRows();
        serve(validated(experiments));
    }

    private void controls(String experiment, int right, int of) {
        for (int well = 0; well < of; well++) {
            screen.control(
                    WellId.of(experiment, 2, String.format("C%02d", well + 2)), "1109", well < right ? BRIGHT : DARK);
        }
        screen.control(WellId.of(experiment, 2, "D02"), "1108");
    }

    private void twoRows() {
        screen.testWell(B03, BRIGHT, BRIGHT);
        screen.testWell(B04, DARK, DARK);
        screen.addRow(B03);
        screen.addRow(B04);
        screen.finishIngest("sirna", 4);
    }

    private static ModelCard.Builder model() {
        return card("HUVEC", "1108", "1109", "17", "250").setTarget(Target.TARGET_TREATMENT_AND_CONTROL);
    }

    private static ModelCard.Builder validated(int experiments) {
        ModelCard.Builder card = model();
        for (int i = 1; i <= experiments; i++) {
            card.addValidationExperiments("HUVEC-0" + i);
        }
        return card;
    }

    /** Bright wells are 1109 or 250, dark ones 1108 or 17. */
    private void serve(ModelCard.Builder card) {
        screen.serve(screen.publish("both", card, new float[][] {{0, 20, 0, 20}, {0, 0, 0, 0}}, 8, 0, 8, 0));
    }

    private static BuildSubmissionRequest.Builder request() {
        return BuildSubmissionRequest.newBuilder().setDataset("screen");
    }

    private SubmissionResult build(BuildSubmissionRequest.Builder request) {
        List<SubmissionProgress> messages = new ArrayList<>();
        screen.scorer.buildSubmission(request.build(), Call.unlimited(), messages::add);
        assertThat(messages.getLast().getWellsDone())
                .isEqualTo(messages.getLast().getWellsTotal());
        return messages.getLast().getResult();
    }
}
