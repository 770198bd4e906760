package io.wellstream.scorer.evaluation;

import static io.wellstream.scorer.ScreenFixture.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.ConfusionCount;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.TransductionReport;
import io.wellstream.proto.v1.TransductiveExperiment;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The controls of an unseen experiment in a report, and what a report says of a model that was trained on wells of it. */
class TransductiveEvaluationTest {
    private static final int[] BRIGHT = {255, 10};
    private static final int[] DARK = {1, 10};
    private static final WellId ROW = WellId.of("HUVEC-05", 1, "B03");

    private final ScreenFixture screen = new ScreenFixture();

    @BeforeEach
    void oneRowAndFourControls() {
        for (int well = 0; well < 4; well++) {
            screen.control(WellId.of("HUVEC-05", 2, "C0" + (well + 2)), "1109", well < 3 ? BRIGHT : DARK);
        }
        screen.control(WellId.of("HUVEC-05", 2, "D02"), "1108");
        screen.testWell(ROW, BRIGHT, BRIGHT);
        screen.addRow(ROW);
        screen.finishIngest("sirna", 4);
    }

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void theReportCountsWhichControlsAreTakenForWhich() {
        SubmissionReport report = reportOf(TransductiveExperiment.getDefaultInstance());

        assertThat(report.getKnown(0).getConfusionList())
                .extracting(ConfusionCount::getLabel, ConfusionCount::getPredicted, ConfusionCount::getWells)
                .containsExactly(tuple("1109", "1108", 1L), tuple("1109", "1109", 3L));
        assertThat(report.getKnown(0).getTransductive()).isFalse();
        assertThat(report.getExperiments(0).getTransductive()).isFalse();
        assertThat(report.getModels(0).getTransductiveExperimentsList()).isEmpty();
    }

    @Test
    void figuresOfExperimentsThatTheModelWasTrainedOnWellsOfAreMarked() {
        SubmissionReport report = reportOf(TransductiveExperiment.newBuilder()
                .setExperiment("HUVEC-05")
                .setPseudoLabelled(2)
                .build());

        assertThat(report.getModels(0).getTransductiveExperimentsList()).containsExactly("HUVEC-05");
        assertThat(report.getKnown(0).getSet()).isEqualTo("controls");
        assertThat(report.getKnown(0).getTransductive()).isTrue();
        assertThat(report.getExperiments(0).getTransductive()).isTrue();
        assertThat(report.getSteps(0).getTruth(0).getTransductive()).isTrue();
    }

    @Test
    void controlsThatTheModelWasTrainedOnAreNotUsed() {
        SubmissionReport report = reportOf(TransductiveExperiment.newBuilder()
                .setExperiment("HUVEC-05")
                .setControls(4)
                .build());

        assertThat(report.getKnownList()).isEmpty();
    }

    /** Of a model that answers 1109 or 250 for bright wells, 1108 or 17 for dark ones. */
    private SubmissionReport reportOf(TransductiveExperiment transductive) {
        ModelCard.Builder card = card("HUVEC", "1108", "1109", "17", "250")
                .setTarget(Target.TARGET_TREATMENT_AND_CONTROL)
                .setTransduction(TransductionReport.newBuilder().addExperiments(transductive));
        screen.serve(screen.publish("both", card, new float[][] {{0, 20, 0, 20}, {0, 0, 0, 0}}, 8, 0, 8, 0));
        BuildSubmissionRequest request = BuildSubmissionRequest.newBuilder()
                .setDataset("screen")
                .setEvaluate(true)
                .build();
        List<SubmissionProgress> messages = new ArrayList<>();
        screen.scorer.buildSubmission(request, Call.unlimited(), messages::add);
        return screen.report(messages.getLast().getResult());
    }
}
