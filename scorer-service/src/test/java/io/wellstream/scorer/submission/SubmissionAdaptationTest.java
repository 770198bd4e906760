package io.wellstream.scorer.submission;

import static io.wellstream.scorer.ScreenFixture.card;
import static io.wellstream.scorer.ScreenFixture.noWeights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BatchNorms;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.StepEffect;
import io.wellstream.proto.v1.StepTruth;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.SubmissionResult;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model that distinguishes dark and bright wells, and experiments with another lamp than in training. */
class SubmissionAdaptationTest {
    private static final float[] MEAN = {0.5f, 0.5f};
    private static final float[] VARIANCE = {0.01f, 0.01f};
    private static final float[][] DARK_IS_17 = {{-1, 1}, {0, 0}};

    private final ScreenFixture screen = new ScreenFixture();

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void wellsThatAreDarkForTheirExperimentAreFoundUnderABrighterLamp() {
        experiment("HUVEC-05", 16, 200, 230);
        serve();

        String asTrained = csv(build(request()));
        String adapted = csv(build(request().setAdaptToExperiments(true)));

        assertThat(asTrained.lines().filter(row -> row.endsWith(",17"))).isEmpty();
        assertThat(adapted.lines().filter(row -> row.endsWith(",17"))).hasSize(16);
        assertThat(adapted).contains("HUVEC-05_1_B02,17\n").contains("HUVEC-05_1_B03,250\n");
    }

    @Test
    void adaptationToAnExperimentLikeTrainingChangesNothing() {
        experiment("HUVEC-05", 16, 102, 153); // mean 0.5, variance 0.01
        serve();

        String asTrained = calls(build(request()));

        assertThat(calls(build(request().setAdaptToExperiments(true)))).isEqualTo(asTrained);
    }

    @Test
    void theReportShowsWhatAdaptationChanged() {
        experiment("HUVEC-05", 16, 200, 230);
        for (int i = 0; i < 32; i++) {
            WellId well = well("HUVEC-01", i);
            screen.trainWell(well, i % 2 == 0 ? "17" : "250", grey(i % 2 == 0 ? 20 : 50), grey(i % 2 == 0 ? 20 : 50));
        }
        serve(model().addValidationExperiments("HUVEC-01"));

        SubmissionResult result =
                build(request().setAdaptToExperiments(true).setEvaluate(true).setViews(4));

        SubmissionReport report = screen.report(result);
        assertThat(report.getStepsList())
                .extracting(StepEffect::getStep)
                .containsExactly("one site", "all sites", "adaptation", "views");
        assertThat(report.getStepsList()).extracting(StepEffect::getChanged).containsExactly(0L, 0L, 16L, 0L);
        assertThat(report.getStepsList())
                .extracting(step -> truth(step).getAccuracy().getValue())
                .containsExactly(0.5, 0.5, 1.0, 1.0);
        assertThat(report.getKnown(0).getAccuracy().getHits()).isEqualTo(32);
        assertThat(report.getExperiments(0).getAdaptation().getSites()).isEqualTo(64);
        assertThat(html(result)).contains("adapted to each experiment", "64 sites");
    }

    private static StepTruth truth(StepEffect step) {
        return step.getTruth(0);
    }

    @Test
    void anExperimentWithTooFewSitesIsScoredAsTrainedAndTheReportSaysSo() {
        experiment("HUVEC-05", 16, 200, 230);
        experiment("HUVEC-06", 15, 200, 230);
        serve();

        SubmissionResult result = build(request().setAdaptToExperiments(true));

        assertThat(csv(result).lines().filter(row -> row.endsWith(",17")))
                .hasSize(16)
                .allMatch(row -> row.startsWith("HUVEC-05"));
        assertThat(screen.report(result).getExperiments(1).getAdaptation().getSites())
                .isZero();
        assertThat(screen.report(result).getExperiments(1).getAdaptation().getRefused())
                .isEqualTo("it has 60 sites of the kind that the model was trained on, and at least 64 are needed");
        assertThat(html(result)).contains("it has 60 sites");
    }

    @Test
    void aModelOfAnEarlierVersionIsRefusedBeforeAnyWork() {
        experiment("HUVEC-05", 16, 200, 230);
        screen.serve(screen.publish("old", model(), noWeights(2), 1, 0));

        assertThatThrownBy(() -> build(request().setAdaptToExperiments(true)))
                .isInstanceOf(ScorerException.ModelUnusable.class)
                .hasMessageContaining("screen/old")
                .hasMessageContaining("train it again");
        assertThat(scoredSites()).isZero();
    }

    @Test
    void aModelWithoutBatchNormIsRefusedBeforeAnyWork() {
        experiment("HUVEC-05", 16, 200, 230);
        screen.serve(screen.publish("bare", model().setBatchNorms(BatchNorms.newBuilder()), noWeights(2), 1, 0));

        assertThatThrownBy(() -> build(request().setAdaptToExperiments(true)))
                .isInstanceOf(ScorerException.ModelUnusable.class)
                .hasMessageContaining("screen/bare")
                .hasMessageContaining("no batch norm");
        assertThat(scoredSites()).isZero();
    }

    @Test
    void scoresOfAdaptedModelsAreStoredSeparately() {
        experiment("HUVEC-05", 16, 200, 230);
        serve();

        SubmissionResult adapted = build(request().setAdaptToExperiments(true));
        double once = scoredSites();
        build(request());
        SubmissionResult again = build(request().setAdaptToExperiments(true).setDesignPrior(false));

        assertThat(once).isEqualTo(2 * 64);
        assertThat(scoredSites()).isEqualTo(once);
        assertThat(again.toBuilder().clearCost().build())
                .isEqualTo(adapted.toBuilder().clearCost().build());
        assertThat(screen.registry.timer("scorer.adaptation").count()).isEqualTo(1);
    }

    /** Rows to submit on two plates, half of them dark, with two sites each. */
    private void experiment(String name, int wellsOfAPlate, int dark, int bright) {
        for (int i = 0; i < 2 * wellsOfAPlate; i++) {
            int level = i % 2 == 0 ? dark : bright;
            screen.testWell(well(name, i), grey(level), grey(level));
            screen.addRow(well(name, i));
        }
        screen.finishIngest("sirna", 2); // so an experiment of 32 wells has 16 treatments or more
    }

    /** The i-th of 32 wells, 16 on each of two plates. */
    private static WellId well(String experiment, int i) {
        return WellId.of(experiment, 1 + i / 16, String.format(Locale.ROOT, "B%02d", 2 + i % 16));
    }

    private static int[] grey(int level) {
        return new int[] {level, level};
    }

    private static ModelCard.Builder model() {
        return card("HUVEC", "17", "250");
    }

    private void serve() {
        serve(model());
    }

    private void serve(ModelCard.Builder card) {
        screen.serve(screen.publishNormed("normed", card, MEAN, VARIANCE, DARK_IS_17, 0, 0));
    }

    private double scoredSites() {
        return screen.registry.counter("scorer.sites").count();
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

    private String csv(SubmissionResult result) {
        return screen.text(result.getCsv());
    }

    private String calls(SubmissionResult result) {
        return screen.text(result.getCalls());
    }

    private String html(SubmissionResult result) {
        return screen.text(result.getHtml());
    }
}
