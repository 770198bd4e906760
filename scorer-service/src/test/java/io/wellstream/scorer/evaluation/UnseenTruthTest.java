package io.wellstream.scorer.evaluation;

import static io.wellstream.scorer.ScreenFixture.card;
import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.KnownTruth;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.SubmissionResult;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.wire.keys.MessageKeys;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A screen that labels its test wells: the report measures the accuracy on them, and nothing else uses the labels. */
class UnseenTruthTest {
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
    void theTruthOfTestWellsIsReportedAndChangesNoPrediction() {
        screen.testWell(B03, BRIGHT, BRIGHT);
        screen.testWell(B04, DARK, DARK);
        serve(card("HUVEC", "17", "250"));
        SubmissionResult without = build();
        unseenWell(B03, "250", BRIGHT, BRIGHT);
        unseenWell(B04, "250", DARK, DARK);

        SubmissionResult with = build();

        assertThat(screen.text(with.getCsv())).isEqualTo(screen.text(without.getCsv()));
        assertThat(screen.report(without).getKnownList()).isEmpty();
        assertThat(screen.report(with).getKnownList()).singleElement().satisfies(known -> {
            assertThat(known.getSet()).isEqualTo("labelled rows");
            assertThat(known.getAccuracy().getHits()).isEqualTo(1);
            assertThat(known.getAccuracy().getN()).isEqualTo(2);
        });
    }

    @Test
    void testWellsOfAValidationExperimentAreNotPartOfTheValidation() {
        screen.trainWell(WellId.of("HUVEC-05", 1, "C03"), "250", BRIGHT);
        unseenWell(B03, "250", DARK, DARK);
        unseenWell(B04, "250", DARK, DARK);
        serve(card("HUVEC", "17", "250").addValidationExperiments("HUVEC-05"));

        SubmissionReport report = screen.report(build());

        assertThat(report.getKnownList()).extracting(KnownTruth::getSet).containsExactly("validation", "labelled rows");
        assertThat(report.getKnown(0).getAccuracy().getN()).isEqualTo(1);
        assertThat(report.getKnown(0).getAccuracy().getHits()).isEqualTo(1);
    }

    private void unseenWell(WellId well, String truth, int[]... greysOfSites) {
        WellIngested unseen =
                screen.testWell(well, greysOfSites).toBuilder().setTruth(truth).build();
        screen.wells.put(MessageKeys.well(ScreenFixture.SCREEN, well), unseen);
    }

    /** Bright wells are 250, dark ones 17. */
    private void serve(ModelCard.Builder card) {
        screen.addRow(B03);
        screen.addRow(B04);
        screen.finishIngest("sirna");
        screen.serve(screen.publish(
                "model", card.setTarget(Target.TARGET_TREATMENT), new float[][] {{0, 20}, {0, 0}}, 8, 0));
    }

    private SubmissionResult build() {
        List<SubmissionProgress> messages = new ArrayList<>();
        screen.scorer.buildSubmission(
                BuildSubmissionRequest.newBuilder()
                        .setDataset("screen")
                        .setEvaluate(true)
                        .build(),
                Call.unlimited(),
                messages::add);
        return messages.getLast().getResult();
    }
}
