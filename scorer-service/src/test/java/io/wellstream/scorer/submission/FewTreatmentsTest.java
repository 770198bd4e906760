package io.wellstream.scorer.submission;

import static io.wellstream.scorer.ScreenFixture.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.Adaptation;
import io.wellstream.proto.v1.BatchSettings;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionResult;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Experiments of one treatment: 32 dark wells with 64 sites, some a little darker than others. The model distinguishes dark wells
 * (treatment 17) from bright ones (250). By their own statistics alone, half of the wells would be bright.
 */
class FewTreatmentsTest {
    private static final float[] MEAN = {0.5f, 0.5f};
    private static final float[] VARIANCE = {0.01f, 0.01f};
    private static final float[][] DARK_IS_17 = {{-1, 1}, {0, 0}};

    private final ScreenFixture screen = new ScreenFixture();

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void controlsOfTheExperimentKeepItsOnlyTreatmentFromBecomingTheMean() {
        darkExperiment("HUVEC-05");
        controls("HUVEC-05", 8);
        serve(model());

        SubmissionResult plain = build(request());
        SubmissionResult collapsed = build(request().setAdaptToExperiments(true).setAdaptationControls(0));
        SubmissionResult stabilised = build(request().setAdaptToExperiments(true));

        assertThat(dark(plain)).isEqualTo(32);
        assertThat(dark(collapsed))
                .as("by the statistics of the treatment alone")
                .isLessThanOrEqualTo(16);
        assertThat(dark(stabilised)).isEqualTo(32);
        assertThat(adaptation(stabilised))
                .isEqualTo(Adaptation.newBuilder().setSites(128).setControls(64).build());
        assertThat(screen.text(stabilised.getHtml()))
                .contains("128 sites, 64 of them of controls")
                .contains("transductive");
    }

    @Test
    void withoutControlsTheExperimentIsScoredAsTrainedAndTheReportSaysWhy() {
        darkExperiment("HUVEC-05");
        serve(model());

        SubmissionResult result = build(request().setAdaptToExperiments(true));

        assertThat(dark(result)).isEqualTo(32);
        assertThat(adaptation(result).getSites()).isZero();
        assertThat(adaptation(result).getRefused())
                .isEqualTo(
                        "it has 0 sites of controls, and 16 or more must be mixed in, because it is not known to have 16"
                                + " treatments or more (the screen does not declare how often a treatment is in an experiment)");
    }

    @Test
    void aModelThatWasValidatedWithAdaptationIsAdaptedUnlessTheCallSaysNo() {
        darkExperiment("HUVEC-05");
        controls("HUVEC-05", 8);
        serve(model().setSpecification(RunSpecification.newBuilder()
                .setAugmentation("recommended")
                .setAdaptation("adabn")
                .setBatches(BatchSettings.newBuilder().setKind("by-experiment").setControls(0.25))));

        SubmissionResult byDefault = build(request());
        SubmissionResult refused = build(request().setAdaptation("none"));

        assertThat(adaptation(byDefault))
                .as("with the share of controls of its training batches")
                .isEqualTo(Adaptation.newBuilder().setSites(64).setControls(16).build());
        assertThat(screen.report(byDefault).getAdaptToExperiments()).isTrue();
        assertThat(screen.report(refused).getAdaptToExperiments()).isFalse();
        assertThat(screen.report(refused).getExperiments(0).hasAdaptation()).isFalse();
    }

    @Test
    void adaptationAndShareMustBeOnesThatExist() {
        assertThatThrownBy(() -> build(request().setAdaptation("bn")))
                .isInstanceOf(ScorerException.InvalidRequest.class)
                .hasMessage("adaptation 'bn'; expected adabn, none, or nothing");
        assertThatThrownBy(() -> build(request().setAdaptToExperiments(true).setAdaptation("none")))
                .hasMessageContaining("contradicts adapt_to_experiments");
        assertThatThrownBy(() -> build(request().setAdaptToExperiments(true).setAdaptationControls(1)))
                .hasMessage("adaptation_controls: share of controls 1.0; expected 0 or more and less than 1");
    }

    /** 32 wells on two plates, of levels 96 to 103. */
    private void darkExperiment(String name) {
        for (int i = 0; i < 32; i++) {
            WellId well = well(name, "B", i);
            screen.testWell(well, grey(96 + i % 8), grey(96 + i % 8));
            screen.addRow(well);
        }
        screen.finishIngest("sirna");
    }

    /** Controls of two sites whose level is that of the training's mean. */
    private void controls(String name, int wells) {
        for (int i = 0; i < wells; i++) {
            screen.control(well(name, "C", i), "c" + i, grey(120 + i % 8), grey(124 + i % 8));
        }
    }

    private static WellId well(String experiment, String row, int i) {
        return WellId.of(experiment, 1 + i / 16, String.format(Locale.ROOT, "%s%02d", row, 2 + i % 16));
    }

    private static int[] grey(int level) {
        return new int[] {level, level};
    }

    private static ModelCard.Builder model() {
        return card("HUVEC", "17", "250");
    }

    private void serve(ModelCard.Builder card) {
        screen.serve(screen.publishNormed("normed", card, MEAN, VARIANCE, DARK_IS_17, 0, 0));
    }

    private static BuildSubmissionRequest.Builder request() {
        return BuildSubmissionRequest.newBuilder().setDataset("screen");
    }

    private SubmissionResult build(BuildSubmissionRequest.Builder request) {
        List<SubmissionProgress> messages = new ArrayList<>();
        screen.scorer.buildSubmission(request.build(), Call.unlimited(), messages::add);
        return messages.getLast().getResult();
    }

    private long dark(SubmissionResult result) {
        return screen.text(result.getCsv())
                .lines()
                .filter(row -> row.endsWith(",17"))
                .count();
    }

    private Adaptation adaptation(SubmissionResult result) {
        return screen.report(result).getExperiments(0).getAdaptation();
    }
}
