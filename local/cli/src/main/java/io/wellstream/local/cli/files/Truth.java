package io.wellstream.local.cli.files;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.wire.rows.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The labels of a simulated screen's unseen wells. No service reads them; they are read after the submission is written. */
public final class Truth {
    private static final List<String> HEADER = List.of("id_code", "experiment", "plate", "well", "sirna");
    private static final List<String> SUBMISSION = List.of("id_code", "sirna");

    private final List<Row> rows;

    /** The label of one unseen well. */
    public record Row(String idCode, WellId well, String label) {}

    private Truth(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Reads {@code id_code,experiment,plate,well,sirna}. */
    public static Truth read(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        try {
            for (Csv.Line line : Csv.read(Files.readAllBytes(file), HEADER)) {
                List<String> fields = line.fields();
                WellId well = WellId.of(fields.get(1), Integer.parseInt(fields.get(2)), fields.get(3));
                rows.add(new Row(fields.get(0), well, fields.get(4)));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
        return new Truth(rows);
    }

    public List<Row> rows() {
        return rows;
    }

    /** Number of different labels. */
    public long classes() {
        return rows.stream().map(Row::label).distinct().count();
    }

    /** The experiments by cell type. */
    public Map<CellType, List<ExperimentId>> experiments() {
        Map<CellType, List<ExperimentId>> experiments = new TreeMap<>();
        rows.stream().map(row -> row.well().experiment()).distinct().sorted().forEach(experiment -> experiments
                .computeIfAbsent(CellType.of(experiment), type -> new ArrayList<>())
                .add(experiment));
        return experiments;
    }

    /**
     * The share of an experiment's wells that the submission labels correctly; a missing row counts as wrong.
     *
     * @param submission label by id_code
     */
    public Accuracy accuracy(ExperimentId experiment, Map<String, String> submission) {
        List<Row> asked = rows.stream()
                .filter(row -> row.well().experiment().equals(experiment))
                .toList();
        long right = asked.stream()
                .filter(row -> row.label().equals(submission.get(row.idCode())))
                .count();
        return new Accuracy(right, asked.size());
    }

    /** Reads a submission: label by id_code. */
    public static Map<String, String> submission(byte[] csv) {
        Map<String, String> labels = new HashMap<>();
        Csv.read(csv, SUBMISSION)
                .forEach(line -> labels.put(line.fields().get(0), line.fields().get(1)));
        return labels;
    }
}
