package io.wellstream.scorer.evaluation;

import static io.wellstream.scorer.ScreenFixture.card;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.KnownTruth;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.SubmissionResult;
import io.wellstream.proto.v1.Target;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.wire.keys.ObjectKey;
import java.nio.charset.StandardCharsets;
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
        screen.unseenWell(B03, "250", BRIGHT, BRIGHT);
        screen.unseenWell(B04, "250", DARK, DARK);

        SubmissionResult with = build();

        assertThat(text(with.getCsv().getKey())).isEqualTo(text(without.getCsv().getKey()));
        assertThat(report(without).getKnownList()).isEmpty();
        assertThat(report(with).getKnownList()).singleElement().satisfies(known -> {
            assertThat(known.getSet()).isEqualTo("labelled rows");
            assertThat(known.getAccuracy().getHits()).isEqualTo(1);
            assertThat(known.getAccuracy().getN()).isEqualTo(2);
        });
    }

    @Test
    void testWellsOfAValidationExperimentAreNotPartOfTheValidation() {
        screen.trainWell(WellId.of("HUVEC-05", 1, "C03"), "250", BRIGHT);
        screen.unseenWell(B03, "250", DARK, DARK);
        screen.unseenWell(B04, "250", DARK, DARK);
        serve(card("HUVEC", "17", "250").addValidationExperiments("HUVEC-05"));

        SubmissionReport report = report(build());

        assertThat(report.getKnownList()).extracting(KnownTruth::getSet).containsExactly("validation", "labelled rows");
        assertThat(report.getKnown(0).getAccuracy().getN()).isEqualTo(1);
        assertThat(report.getKnown(0).getAccuracy().getHits()).isEqualTo(1);
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

    private String text(String key) {
        return screen.store
                .read(new ObjectKey(key))
                .map(object -> new String(object.bytes(), StandardCharsets.UTF_8))
                .orElseThrow();
    }

    private SubmissionReport report(SubmissionResult result) {
        SubmissionReport.Builder report = SubmissionReport.newBuilder();
        try {
            JsonFormat.parser().merge(text(result.getReport().getKey()), report);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
        return report.build();
    }
}
