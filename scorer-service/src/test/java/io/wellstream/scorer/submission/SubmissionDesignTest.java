package io.wellstream.scorer.submission;

import static io.wellstream.scorer.ScreenFixture.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.PlateGroup;
import io.wellstream.proto.v1.PlateGroups;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionResult;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.TreatmentGroup;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmissionDesignTest {
    private static final WellId B03 = WellId.of("HUVEC-05", 1, "B03");
    private static final WellId B04 = WellId.of("HUVEC-05", 1, "B04");
    private static final WellId RPE = WellId.of("RPE-03", 1, "C05");

    private final ScreenFixture screen = new ScreenFixture();

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void aTreatmentPredictedTwiceGoesToTheMoreConfidentWell() {
        bothLookLike17(1);

        assertThat(csv(build(request()))).contains("B03,17\n").contains("B04,17\n");
        assertThat(csv(build(request().setDesignPrior(true))))
                .contains("B03,17\n")
                .contains("B04,250\n");
    }

    @Test
    void aTreatmentIsAssignedAsOftenAsTheScreenDeclares() {
        bothLookLike17(2);

        assertThat(csv(build(request().setDesignPrior(true))))
                .contains("B03,17\n")
                .contains("B04,17\n");
    }

    @Test
    void withoutADeclaredDesignThereIsNoPrior() {
        bothLookLike17(0);

        assertThatThrownBy(() -> build(request().setDesignPrior(true)))
                .isInstanceOf(ScorerException.DesignUnusable.class)
                .hasMessageContaining("screen.yaml");
    }

    @Test
    void aPlateGetsOnlyTreatmentsOfItsGroup() {
        bothLookLike17(1);
        PlateGroups.Builder groups = groups().addPlates(PlateGroup.newBuilder()
                .setExperiment("HUVEC-05")
                .setPlate(1)
                .setGroup(2));

        String csv = csv(build(request().setDesignPrior(true).setGroups(groups)));

        assertThat(csv).contains("B03,250\n").contains("B04,251\n");
    }

    @Test
    void theGroupOfAPlateIsInferredIfNotGiven() {
        bothLookLike17(2);

        assertThat(csv(build(request().setDesignPrior(true).setGroups(groups()))))
                .contains("B03,17\n")
                .contains("B04,17\n");
    }

    @Test
    void controlsThatTheModelKnowsNeedNoGroup() {
        twoRows(1);
        screen.control(WellId.of("HUVEC-05", 1, "C03"), "1109", new int[] {0, 0});
        screen.serve(screen.publish(
                "both",
                card("HUVEC", "1109", "17", "250", "251").setTarget(Target.TARGET_TREATMENT_AND_CONTROL),
                new float[][] {{0, 10, 8, 0}, {0, 0, 0, 0}},
                20,
                0,
                0,
                0));
        PlateGroups.Builder groups = groups().addPlates(PlateGroup.newBuilder()
                .setExperiment("HUVEC-05")
                .setPlate(1)
                .setGroup(2));

        assertThat(csv(build(request().setDesignPrior(true).setGroups(groups))))
                .contains("B03,250\n")
                .contains("B04,251\n");
    }

    @Test
    void aDesignThatTheWellsContradictIsRefused() {
        bothLookLike17(1);
        PlateGroups.Builder groups = groups().addPlates(PlateGroup.newBuilder()
                .setExperiment("HUVEC-05")
                .setPlate(1)
                .setGroup(1));

        assertThatThrownBy(() -> build(request().setDesignPrior(true).setGroups(groups)))
                .isInstanceOf(ScorerException.DesignUnusable.class)
                .hasMessageContaining("HUVEC-05");
        assertThatThrownBy(() -> build(request().setGroups(PlateGroups.newBuilder())))
                .isInstanceOf(ScorerException.InvalidRequest.class);
    }

    @Test
    void experimentsScoredBeforeAFailureAreNotScoredAgain() {
        bothLookLike17(1);
        screen.testWell(RPE, new int[] {254, 0}); // other pixels, so that no cache has them
        screen.addRow(RPE);
        screen.finishIngest("sirna", 1);
        screen.serve(screen.publish("r", card("RPE", "17", "250", "251"), weights(), 0, 0, 0));
        ObjectKey site = ObjectKeys.site(ScreenFixture.SCREEN, new SiteId(RPE, 1));
        byte[] lost = screen.store.read(site).orElseThrow().bytes();
        screen.store.delete(List.of(site));
        assertThatThrownBy(() -> build(request())).isInstanceOf(ScorerException.ObjectDamaged.class);
        double before = scoredSites();
        screen.store.putIfAbsent(site, lost);

        SubmissionResult result = build(request());

        assertThat(before).isEqualTo(2);
        assertThat(scoredSites()).isEqualTo(3);
        assertThat(result.getRows()).isEqualTo(3);
        assertThat(build(request().setDesignPrior(true)).getRows()).isEqualTo(3);
        assertThat(scoredSites()).isEqualTo(3);
    }

    private double scoredSites() {
        return screen.registry.counter("scorer.sites").count();
    }

    /** Two wells that are predicted as 17, B03 with more confidence, and next as 250. */
    private void bothLookLike17(int repeats) {
        twoRows(repeats);
        screen.serve(screen.publish("h", card("HUVEC", "17", "250", "251"), weights(), 0, 0, 0));
    }

    private void twoRows(int repeats) {
        screen.testWell(B03, new int[] {255, 0});
        screen.testWell(B04, new int[] {200, 0});
        screen.addRow(B03);
        screen.addRow(B04);
        screen.finishIngest("sirna", repeats);
    }

    private static float[][] weights() {
        return new float[][] {{10, 8, 0}, {0, 0, 0}};
    }

    private static PlateGroups.Builder groups() {
        return PlateGroups.newBuilder()
                .addTreatments(TreatmentGroup.newBuilder().setLabel("17").setGroup(1))
                .addTreatments(TreatmentGroup.newBuilder().setLabel("250").setGroup(2))
                .addTreatments(TreatmentGroup.newBuilder().setLabel("251").setGroup(2));
    }

    private static BuildSubmissionRequest.Builder request() {
        return BuildSubmissionRequest.newBuilder().setDataset("screen");
    }

    private SubmissionResult build(BuildSubmissionRequest.Builder request) {
        List<SubmissionProgress> messages = new ArrayList<>();
        screen.scorer.buildSubmission(request.build(), Call.unlimited(), messages::add);
        return messages.getLast().getResult();
    }

    private String csv(SubmissionResult result) {
        return new String(screen.store.get(result.getCsv()), StandardCharsets.UTF_8);
    }
}
