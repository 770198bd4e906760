package io.wellstream.scorer;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ClassProbability;
import io.wellstream.proto.v1.FilledRow;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.SubmissionModel;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.wire.Sha256;
import io.wellstream.wire.WellKeys;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A submission while it is made: the label of each row, and what each model contributed. Finished, it is a pure function of rows,
 * models and options, and is named by its content. Used by one thread.
 */
final class SubmissionDraft {
    private static final int ID_CHARACTERS = 16;

    private final SubmissionQuestion question;
    private final OwedRows owed;
    private final Map<WellId, String> labels = new HashMap<>();
    private final Map<WellId, String> reasons = new HashMap<>();
    private final Map<CellType, Share> shares = new TreeMap<>();

    /** What one model contributed so far. */
    private static final class Share {
        private final LoadedModel model;
        private final TreeSet<String> experiments = new TreeSet<>();
        private long rows;
        private double confidence;

        private Share(LoadedModel model) {
            this.model = model;
        }

        private SubmissionModel message(CellType cellType) {
            return SubmissionModel.newBuilder()
                    .setCellType(cellType.name())
                    .setRun(model.name().run().name())
                    .addAllExperiments(experiments)
                    .setRows(rows)
                    .setMeanConfidence(confidence / rows)
                    .addAllWarnings(model.card().getWarningsList())
                    .build();
        }
    }

    SubmissionDraft(SubmissionQuestion question, OwedRows owed) {
        this.question = question;
        this.owed = owed;
    }

    void predict(CellType cellType, LoadedModel model, WellScore score) {
        ClassProbability best = score.best();
        labels.put(WellKeys.wellOf(score.well().getWell()), best.getLabel());
        Share share = shares.computeIfAbsent(cellType, key -> new Share(model));
        share.experiments.add(score.well().getWell().getExperiment());
        share.rows++;
        share.confidence += best.getProbability();
    }

    void fill(TestRow row, String reason) {
        reasons.put(row.well(), reason);
    }

    long predicted() {
        return labels.size();
    }

    /** Every owed row, in order, with the label predicted or filled in. */
    byte[] csv() {
        StringBuilder csv =
                new StringBuilder("id_code,").append(owed.labelColumn()).append('\n');
        for (TestRow row : owed.rows()) {
            String label = labels.getOrDefault(row.well(), question.missing().orElse(""));
            if (label.isEmpty()) {
                throw new IllegalStateException("row " + row.idCode() + " was neither predicted nor filled");
            }
            csv.append(row.idCode()).append(',').append(label).append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Names the submission by everything in it, so that building it again writes to the same place. */
    String id(byte[] csv) {
        byte[] report = report(ObjectRef.getDefaultInstance()).toByteArray();
        byte[] both = new byte[report.length + csv.length];
        System.arraycopy(report, 0, both, 0, report.length);
        System.arraycopy(csv, 0, both, report.length, csv.length);
        return Sha256.hexOf(both).substring(0, ID_CHARACTERS);
    }

    SubmissionReport report(ObjectRef csv) {
        SubmissionReport.Builder report = SubmissionReport.newBuilder()
                .setDataset(question.dataset().name())
                .setCsv(csv)
                .setRows(owed.rows().size())
                .setFilled(reasons.size())
                .setSiteRule(question.rule())
                .setMissing(question.missing().orElse(""));
        shares.forEach((cellType, share) -> report.addModels(share.message(cellType)));
        for (TestRow row : owed.rows()) {
            String reason = reasons.get(row.well());
            if (reason != null) {
                report.addFilledRows(
                        FilledRow.newBuilder().setIdCode(row.idCode()).setReason(reason));
            }
        }
        return report.build();
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
