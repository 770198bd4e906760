package io.wellstream.scorer;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.FilledRow;
import io.wellstream.proto.v1.SubmissionModel;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.wire.keys.Sha256;
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

    void fill(TestRow row, String reason) {
        reasons.put(row.well(), reason);
    }

    /** Ascending. */
    List<LabelledExperiment> experiments() {
        return List.copyOf(experiments.values());
    }

    /** Every owed row, in order, with the label predicted or filled in. */
    byte[] csv() {
        StringBuilder csv =
                new StringBuilder("id_code,").append(owed.labelColumn()).append('\n');
        for (TestRow row : owed.rows()) {
            Place place = places.get(row.well());
            String label = place == null ? question.missing().orElse("") : place.label();
            if (label.isEmpty()) {
                throw new IllegalStateException("row " + row.idCode() + " was neither predicted nor filled");
            }
            csv.append(row.idCode()).append(',').append(label).append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Every owed row, in order, with how sure the model is of it. */
    byte[] calls() {
        StringBuilder csv = new StringBuilder(
                "id_code,experiment,plate,well,label,confidence,runner_up,runner_up_confidence,called\n");
        for (TestRow row : owed.rows()) {
            csv.append(row.idCode()).append(',');
            csv.append(row.well().experiment()).append(',');
            csv.append(row.well().plate().number()).append(',');
            csv.append(row.well().position()).append(',');
            Place place = places.get(row.well());
            csv.append(place == null ? question.missing().orElse("") + ",,,,filled" : call(place));
            csv.append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String call(Place place) {
        WellReading reading = place.reading();
        int label = place.experiment().chosen().get(place.index());
        double confidence = reading.probability(label);
        boolean called = confidence >= question.options().minConfidence();
        if (reading.classes().size() < 2) {
            return String.format(Locale.ROOT, "%s,%.4f,,,%s", place.label(), confidence, called ? "yes" : "no");
        }
        int second = reading.bestBut(label);
        return String.format(
                Locale.ROOT,
                "%s,%.4f,%s,%.4f,%s",
                place.label(),
                confidence,
                reading.classes().get(second),
                reading.probability(second),
                called ? "yes" : "no");
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
        for (TestRow row : owed.rows()) {
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
