package io.wellstream.scorer;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.FilledRow;
import io.wellstream.proto.v1.SubmissionModel;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.rows.Csv;
import io.wellstream.wire.rows.SubmissionRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A submission while it is made: the label of each row, and where it came from. Finished, it is a pure function of rows, models and
 * options, and is named by its content. Used by one thread.
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

    private final SubmissionQuestion question;
    private final OwedRows owed;
    private final Map<ExperimentId, LabelledExperiment> experiments = new TreeMap<>();
    private final Map<WellId, Place> places = new HashMap<>();
    private final Map<WellId, String> reasons = new HashMap<>();

    /** Where a row's label stands. */
    private record Place(LabelledExperiment experiment, int index) {
        private WellReading reading() {
            return experiment.readings().get(index);
        }

        private String label() {
            return reading().classes().get(experiment.chosen().get(index));
        }
    }

    SubmissionDraft(SubmissionQuestion question, OwedRows owed) {
        this.question = question;
        this.owed = owed;
    }

    void add(LabelledExperiment experiment) {
        experiments.put(experiment.experiment(), experiment);
        for (int well = 0; well < experiment.size(); well++) {
            places.put(experiment.readings().get(well).id(), new Place(experiment, well));
        }
    }

    void fill(SubmissionRow row, String reason) {
        reasons.put(row.well(), reason);
    }

    /** Ascending. */
    List<LabelledExperiment> experiments() {
        return List.copyOf(experiments.values());
    }

    /** Every owed row, in order, with the label predicted or filled in. */
    byte[] csv() {
        return Csv.write(
                List.of("id_code", owed.labelColumn()),
                owed.rows().stream().map(row -> List.of(row.idCode(), label(row))));
    }

    private String label(SubmissionRow row) {
        Place place = places.get(row.well());
        return place == null
                ? question.missing()
                        .orElseThrow(() ->
                                new IllegalStateException("row " + row.idCode() + " was neither predicted nor filled"))
                : place.label();
    }

    /** Every owed row, in order, with how sure the model is of it. */
    byte[] calls() {
        return Csv.write(CALLS_HEADER, owed.rows().stream().map(this::call));
    }

    private List<String> call(SubmissionRow row) {
        List<String> call = new ArrayList<>(List.of(
                row.idCode(),
                row.well().experiment().name(),
                String.valueOf(row.well().plate().number()),
                row.well().position().toString(),
                label(row)));
        Place place = places.get(row.well());
        if (place == null) {
            call.addAll(List.of("", "", "", "filled"));
            return call;
        }
        WellReading reading = place.reading();
        int label = place.experiment().chosen().get(place.index());
        call.add(confidence(reading, label));
        if (reading.classes().size() < 2) {
            call.addAll(List.of("", ""));
        } else {
            int second = reading.bestBut(label);
            call.addAll(List.of(reading.classes().get(second), confidence(reading, second)));
        }
        call.add(reading.probability(label) >= question.options().minConfidence() ? "yes" : "no");
        return call;
    }

    private static String confidence(WellReading reading, int c) {
        return String.format(Locale.ROOT, "%.4f", reading.probability(c));
    }

    /** Names the submission by everything in it, so that building it again writes to the same place. */
    static String id(byte[]... parts) {
        MessageDigest digest = Sha256.newDigest();
        for (byte[] part : parts) {
            digest.update(Sha256.of(part));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, ID_CHARACTERS);
    }

    /** What is in the submission; figures of its worth are added by others. */
    SubmissionReport.Builder report() {
        SubmissionReport.Builder report = SubmissionReport.newBuilder()
                .setDataset(question.dataset().name())
                .setRows(owed.rows().size())
                .setFilled(reasons.size())
                .setSiteRule(question.rule())
                .setMissing(question.missing().orElse(""))
                .setViews(question.options().views())
                .setAdaptToExperiments(question.options().adapt())
                .setDesignPrior(question.options().designPrior())
                .setMinConfidence(question.options().minConfidence());
        new TreeMap<>(experiments.values().stream()
                        .collect(Collectors.groupingBy(LabelledExperiment::cellType, Collectors.toList())))
                .forEach((cellType, some) -> report.addModels(model(cellType, some)));
        for (SubmissionRow row : owed.rows()) {
            String reason = reasons.get(row.well());
            if (reason != null) {
                report.addFilledRows(
                        FilledRow.newBuilder().setIdCode(row.idCode()).setReason(reason));
            }
        }
        return report;
    }

    private static SubmissionModel model(String cellType, List<LabelledExperiment> experiments) {
        LoadedModel model = experiments.getFirst().model();
        List<String> names = new ArrayList<>();
        long rows = 0;
        double confidence = 0;
        for (LabelledExperiment experiment : experiments) {
            names.add(experiment.experiment().name());
            rows += experiment.size();
            for (int well = 0; well < experiment.size(); well++) {
                confidence += experiment.confidence(well);
            }
        }
        return SubmissionModel.newBuilder()
                .setCellType(cellType)
                .setRun(model.name().run().name())
                .addAllExperiments(names)
                .setRows(rows)
                .setMeanConfidence(confidence / rows)
                .addAllWarnings(model.card().getWarningsList())
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
