package io.wellstream.scorer.submission;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.FilledRow;
import io.wellstream.proto.v1.SubmissionModel;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.TransductiveExperiment;
import io.wellstream.scorer.experiment.PredictedExperiment;
import io.wellstream.scorer.experiment.PredictedWell;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.rows.Csv;
import io.wellstream.wire.rows.SubmissionRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of a submission before they are stored: a pure function of rows, predictions and options. A submission is named by the content of
 * its files.
 */
final class SubmissionDraft {
    private static final int ID_CHARACTERS = 16;
    private static final List<String> CALLS_HEADER = List.of(
            "id_code",
            "experiment",
            "plate",
            "well",
            "label",
            "confidence",
            "runner_up",
            "runner_up_confidence",
            "called");

    private final SubmissionQuery query;
    private final SubmissionRows rows;
    private final Map<WellId, String> unscored;
    private final List<PredictedExperiment> experiments;
    private final Map<WellId, PredictedWell> wells;

    /**
     * @param unscored why a row has no prediction, by its well
     * @param experiments ascending
     */
    SubmissionDraft(
            SubmissionQuery query,
            SubmissionRows rows,
            Map<WellId, String> unscored,
            List<PredictedExperiment> experiments) {
        this.query = query;
        this.rows = rows;
        this.unscored = unscored;
        this.experiments = experiments;
        this.wells = experiments.stream()
                .flatMap(experiment -> experiment.wells().stream())
                .collect(Collectors.toMap(PredictedWell::id, Function.identity(), (first, second) -> second));
    }

    /** Each row, in order, with its label, predicted or filled in. */
    byte[] csv() {
        return Csv.write(
                List.of("id_code", rows.labelColumn()),
                rows.rows().stream().map(row -> List.of(row.idCode(), label(row))));
    }

    private String label(SubmissionRow row) {
        PredictedWell well = wells.get(row.well());
        return well == null
                ? query.missing()
                        .orElseThrow(() ->
                                new IllegalStateException("row " + row.idCode() + " was neither predicted nor filled"))
                : well.labelName();
    }

    /** Each row, in order, with the model's confidence in it and the second most probable label. */
    byte[] calls() {
        return Csv.write(CALLS_HEADER, rows.rows().stream().map(this::call));
    }

    private List<String> call(SubmissionRow row) {
        List<String> call = new ArrayList<>(List.of(
                row.idCode(),
                row.well().experiment().name(),
                row.well().plate().name(),
                row.well().position().toString(),
                label(row)));
        call.addAll(confidences(wells.get(row.well())));
        return call;
    }

    private List<String> confidences(@Nullable PredictedWell well) {
        if (well == null) {
            return List.of("", "", "", "filled");
        }
        String confidence = decimal(well.confidence());
        String called = well.confidence() >= query.options().minConfidence() ? "yes" : "no";
        if (well.classes().size() < 2) {
            return List.of(confidence, "", "", called);
        }
        int second = well.runnerUp();
        return List.of(confidence, well.classes().get(second), decimal(well.probability(second)), called);
    }

    private static String decimal(double probability) {
        return String.format(Locale.ROOT, "%.4f", probability);
    }

    /** Names a submission by its files, so that building it again writes to the same keys. */
    static String id(byte[]... files) {
        MessageDigest digest = Sha256.newDigest();
        for (byte[] file : files) {
            digest.update(Sha256.of(file));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, ID_CHARACTERS);
    }

    /** The part of the report that says what is in the submission; its evaluation is added later. */
    SubmissionReport.Builder report() {
        SubmissionReport.Builder report = SubmissionReport.newBuilder()
                .setDataset(query.dataset().name())
                .setRows(rows.rows().size())
                .setFilled(unscored.size())
                .setSiteRule(query.options().rule())
                .setMissing(query.missing().orElse(""))
                .setViews(query.options().views())
                .setAdaptToExperiments(query.options().adapt())
                .setDesignPrior(query.options().designPrior())
                .setMinConfidence(query.options().minConfidence());
        new TreeMap<>(experiments.stream()
                        .collect(Collectors.groupingBy(PredictedExperiment::cellType, Collectors.toList())))
                .forEach((cellType, some) -> report.addModels(model(cellType, some)));
        for (SubmissionRow row : rows.rows()) {
            String reason = unscored.get(row.well());
            if (reason != null) {
                report.addFilledRows(
                        FilledRow.newBuilder().setIdCode(row.idCode()).setReason(reason));
            }
        }
        return report;
    }

    private static SubmissionModel model(String cellType, List<PredictedExperiment> experiments) {
        LoadedModel model = experiments.getFirst().model();
        long rows = 0;
        double confidence = 0; // summed well by well: another order would change the last digits
        for (PredictedExperiment experiment : experiments) {
            rows += experiment.wells().size();
            for (PredictedWell well : experiment.wells()) {
                confidence += well.confidence();
            }
        }
        List<String> names =
                experiments.stream().map(experiment -> experiment.id().name()).toList();
        return SubmissionModel.newBuilder()
                .setCellType(cellType)
                .setRun(model.name().run().name())
                .addAllExperiments(names)
                .addAllTransductiveExperiments(model.card().getTransduction().getExperimentsList().stream()
                        .map(TransductiveExperiment::getExperiment)
                        .filter(names::contains)
                        .toList())
                .setRows(rows)
                .setMeanConfidence(confidence / rows)
                .addAllWarnings(model.card().getWarningsList())
                .setLeakingSplit(model.card().getLeakingSplit()
                        || model.card().getSpecification().getSplit().hasRandomSites())
                .build();
    }

    static byte[] json(SubmissionReport report) {
        try {
            return (JsonFormat.printer().alwaysPrintFieldsWithNoPresence().print(report) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a report without Any fields always has a JSON form", e);
        }
    }
}
