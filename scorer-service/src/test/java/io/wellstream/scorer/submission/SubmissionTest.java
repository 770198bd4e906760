package io.wellstream.scorer.submission;

import static io.wellstream.scorer.ScreenFixture.card;
import static io.wellstream.scorer.ScreenFixture.noWeights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.FilledRow;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.SubmissionModel;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.SubmissionResult;
import io.wellstream.proto.v1.Target;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.wire.rows.Csv;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmissionTest {
    private static final WellId B03 = WellId.of("HUVEC-05", 1, "B03");
    private static final WellId B04 = WellId.of("HUVEC-05", 1, "B04");
    private static final WellId SECOND_PLATE = WellId.of("HUVEC-05", 2, "B02");
    private static final WellId RPE = WellId.of("RPE-03", 1, "C05");
    private static final float[][] BRIGHT_IS_LAST = {{0, 20}, {0, 0}};

    private final ScreenFixture screen = new ScreenFixture();

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void rowsAreInOrderWithIntegerLabels() {
        twoCellTypes();
        screen.serve(screen.publish("h", card("HUVEC", "17", "250"), BRIGHT_IS_LAST, 2, 0));
        screen.serve(screen.publish("r", card("RPE", "17", "250"), noWeights(2), 3, 0));

        assertThat(csv(build(request()))).isEqualTo("""
                id_code,sirna
                HUVEC-05_1_B03,17
                HUVEC-05_1_B04,250
                HUVEC-05_2_B02,17
                RPE-03_1_C05,17
                """);
    }

    @Test
    void rowsHaveStringLabelsIfTheScreenHas() {
        twoCellTypes();
        screen.serve(screen.publish("h", card("", "sirna_17", "sirna_250"), BRIGHT_IS_LAST, 2, 0));

        assertThat(csv(build(request()))).isEqualTo("""
                id_code,sirna
                HUVEC-05_1_B03,sirna_17
                HUVEC-05_1_B04,sirna_250
                HUVEC-05_2_B02,sirna_17
                RPE-03_1_C05,sirna_250
                """);
    }

    @Test
    void theReportCountsAndNamesTheModelsAndTheirWarnings() {
        twoCellTypes();
        screen.serve(screen.publish(
                "h",
                card("HUVEC", "17", "250").addWarnings("random split: leaks").setLeakingSplit(true),
                BRIGHT_IS_LAST,
                2,
                0));
        screen.serve(screen.publish("r", card("RPE", "17", "250"), noWeights(2), 0, 0));

        SubmissionReport report = screen.report(build(request()));

        assertThat(report.getRows()).isEqualTo(4);
        assertThat(report.getFilled()).isZero();
        assertThat(report.getModelsList()).hasSize(2);
        assertThat(report.getModels(0).getRun()).isEqualTo("h");
        assertThat(report.getModels(0).getRows()).isEqualTo(3);
        assertThat(report.getModels(0).getWarningsList()).containsExactly("random split: leaks");
        assertThat(report.getModelsList())
                .extracting(SubmissionModel::getLeakingSplit)
                .containsExactly(true, false);
        assertThat(report.getModels(1).getExperimentsList()).containsExactly("RPE-03");
        assertThat(report.getModels(1).getMeanConfidence()).isEqualTo(0.5);
    }

    @Test
    void buildingTwiceWritesTheSameObjects() {
        twoCellTypes();
        screen.serve(screen.publish("all", card("", "17", "250"), BRIGHT_IS_LAST, 2, 0));

        SubmissionResult first = build(request());
        SubmissionResult second = build(request());

        assertThat(second.toBuilder().clearCost().build())
                .isEqualTo(first.toBuilder().clearCost().build());
    }

    @Test
    void aTreatmentRowIsNeverPredictedAsAControl() {
        screen.testWell(B03, new int[] {1, 1});
        screen.control(B04, "1138", new int[] {1, 1});
        screen.addRow(B03);
        screen.finishIngest("sirna");
        screen.serve(screen.publish(
                "both",
                card("HUVEC", "1138", "17", "250").setTarget(Target.TARGET_TREATMENT_AND_CONTROL),
                noWeights(3),
                9,
                1,
                0));

        assertThat(csv(build(request()))).isEqualTo("id_code,sirna\nHUVEC-05_1_B03,17\n");
    }

    @Test
    void aCellTypeWithoutAModelIsAnErrorOrFilledAndCounted() {
        twoCellTypes();
        screen.serve(screen.publish("h", card("HUVEC", "17", "250"), BRIGHT_IS_LAST, 2, 0));

        assertThatThrownBy(() -> build(request()))
                .isInstanceOf(ScorerException.SubmissionBlocked.class)
                .hasMessageContaining("no model of cell type RPE is served (1 rows)");
        SubmissionResult filled = build(request().setMissing("0"));
        assertThat(csv(filled)).endsWith("RPE-03_1_C05,0\n");
        assertThat(filled.getFilled()).isEqualTo(1);
    }

    @Test
    void aWellWithoutACompleteSiteIsAnErrorOrFilledAndNamed() {
        twoCellTypes();
        WellId broken = WellId.of("HUVEC-05", 1, "D07");
        screen.addRow(broken);
        screen.finishIngest("sirna");
        screen.serve(screen.publish("all", card("", "17", "250"), BRIGHT_IS_LAST, 2, 0));

        assertThatThrownBy(() -> build(request()))
                .isInstanceOf(ScorerException.SubmissionBlocked.class)
                .hasMessageContaining("HUVEC-05/1/D07");
        SubmissionResult filled = build(request().setMissing("17"));
        assertThat(csv(filled)).contains("HUVEC-05_1_B04,250\nHUVEC-05_1_D07,17\nHUVEC-05_2_B02,17\n");
        assertThat(screen.report(filled).getFilledRowsList())
                .containsExactly(FilledRow.newBuilder()
                        .setIdCode("HUVEC-05_1_D07")
                        .setReason("no whole site")
                        .build());
    }

    @Test
    void experimentsCanBeChosen() {
        twoCellTypes();
        screen.serve(screen.publish("r", card("RPE", "17", "250"), noWeights(2), 3, 0));

        assertThat(csv(build(request().addExperiments("RPE-03")))).isEqualTo("id_code,sirna\nRPE-03_1_C05,17\n");
        assertThatThrownBy(() -> build(request().addExperiments("RPE-09")))
                .isInstanceOf(ScorerException.InvalidRequest.class)
                .hasMessageContaining("RPE-09");
    }

    @Test
    void aRowThatALaterIngestNoLongerHasIsNotDemanded() {
        twoCellTypes();
        screen.serve(screen.publish("all", card("", "17", "250"), BRIGHT_IS_LAST, 2, 0));
        screen.replaceIngests("sirna", List.of(B04));

        assertThat(csv(build(request()))).isEqualTo("id_code,sirna\nHUVEC-05_1_B04,250\n");
    }

    @Test
    void anUnfinishedIngestIsAnError() {
        screen.testWell(B03, new int[] {1, 1});

        assertThatThrownBy(() -> build(request()))
                .isInstanceOf(ScorerException.SubmissionBlocked.class)
                .hasMessageContaining("wait for the ingest");
        assertThatThrownBy(() -> build(request().setDataset("nothing")))
                .isInstanceOf(ScorerException.UnknownDataset.class);
        assertThatThrownBy(() -> build(request().setMissing(" "))).isInstanceOf(ScorerException.InvalidRequest.class);
        assertThatThrownBy(() -> build(request().setMissing("a ")))
                .isInstanceOf(ScorerException.InvalidRequest.class)
                .hasMessageContaining("missing: 'a '");
    }

    @Test
    void progressStartsAtZeroAndEndsWithTheResult() {
        twoCellTypes();
        screen.serve(screen.publish("all", card("", "17", "250"), BRIGHT_IS_LAST, 2, 0));
        List<SubmissionProgress> messages = new ArrayList<>();

        screen.scorer.buildSubmission(request().build(), Call.unlimited(), messages::add);

        assertThat(messages.getFirst().getWellsDone()).isZero();
        assertThat(messages.getLast().getWellsDone()).isEqualTo(4);
        assertThat(messages).filteredOn(SubmissionProgress::hasResult).containsExactly(messages.getLast());
    }

    @Test
    void labelsAndTheLabelForMissingRowsMayContainAnyCharacters() {
        Map<String, String> labels = Map.of(
                "HUVEC-05_1_B02", "a,b",
                "RPE-05_1_B02", "the \"old\" one",
                "U2OS-05_1_B02", "two\nlines",
                "HEPG2-05_1_B02", "β-Naphthoflavon");
        labels.forEach((idCode, label) -> {
            WellId well = WellId.of(idCode.substring(0, idCode.indexOf('_')), 1, "B02");
            String cellType = CellType.of(well.experiment()).name();
            screen.testWell(well, new int[] {1, 1});
            screen.addRow(well);
            screen.serve(screen.publish(cellType, card(cellType, label, "x, or \"y\""), noWeights(2), 3, 0));
        });
        screen.addRow(WellId.of("HUVEC-05", 1, "B03"));
        screen.finishIngest("sirna");

        SubmissionResult result = build(request().setMissing("c,\"d\""));

        Map<String, String> expected = new HashMap<>(labels);
        expected.put("HUVEC-05_1_B03", "c,\"d\"");
        assertThat(column(result.getCsv(), List.of("id_code", "sirna"), "sirna"))
                .isEqualTo(expected);
        List<String> header = List.of(
                "id_code",
                "experiment",
                "plate",
                "well",
                "label",
                "confidence",
                "runner_up",
                "runner_up_confidence",
                "called");
        assertThat(column(result.getCalls(), header, "label")).isEqualTo(expected);
        assertThat(column(result.getCalls(), header, "runner_up"))
                .containsEntry("HUVEC-05_1_B02", "x, or \"y\"")
                .containsEntry("HUVEC-05_1_B03", "");
    }

    /** A column's values by id_code. */
    private Map<String, String> column(ObjectRef csv, List<String> header, String column) {
        return Csv.read(screen.store.get(csv), header).stream()
                .map(Csv.Line::fields)
                .peek(fields -> assertThat(fields).hasSameSizeAs(header))
                .collect(Collectors.toMap(List::getFirst, fields -> fields.get(header.indexOf(column))));
    }

    private void twoCellTypes() {
        screen.testWell(RPE, new int[] {255, 0});
        screen.testWell(SECOND_PLATE, new int[] {0, 0});
        screen.testWell(B04, new int[] {255, 0}, new int[] {255, 0});
        screen.testWell(B03, new int[] {0, 0}, new int[] {0, 0});
        List.of(RPE, SECOND_PLATE, B03, B04).forEach(screen::addRow);
        screen.finishIngest("sirna");
    }

    private SubmissionResult build(BuildSubmissionRequest.Builder request) {
        List<SubmissionProgress> messages = new ArrayList<>();
        screen.scorer.buildSubmission(request.build(), Call.unlimited(), messages::add);
        return messages.getLast().getResult();
    }

    private static BuildSubmissionRequest.Builder request() {
        return BuildSubmissionRequest.newBuilder().setDataset("screen");
    }

    private String csv(SubmissionResult result) {
        assertThat(result.getCsv().getKey()).isEqualTo("screen/submissions/" + result.getId() + ".csv");
        return screen.text(result.getCsv());
    }
}
