package io.wellstream.local.cli.screen;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a simulated screen withheld: the labels of its unseen wells. No service reads it; it is opened when the submission
 * is done.
 */
public final class Truth {
    private final Map<String, Row> rows;

    /** One withheld row. */
    public record Row(String idCode, WellId well, String label) {}

    private Truth(Map<String, Row> rows) {
        this.rows = rows;
    }

    /** Reads {@code id_code,experiment,plate,well,sirna}. */
    public static Truth read(Path file) throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
            String[] cells = line.split(",", -1);
            if (cells.length != 5) {
                throw new IOException(file + ": '" + line + "' has " + cells.length + " cells; expected 5");
            }
            WellId well = WellId.of(cells[1], Integer.parseInt(cells[2]), cells[3]);
            rows.put(cells[0], new Row(cells[0], well, cells[4]));
        }
        return new Truth(rows);
    }

    public List<Row> rows() {
        return List.copyOf(rows.values());
    }

    /** How many classes could have been named. */
    public long classes() {
        return rows.values().stream().map(Row::label).distinct().count();
    }

    /** Experiments by cell type. */
    public Map<CellType, List<ExperimentId>> experiments() {
        Map<CellType, List<ExperimentId>> experiments = new TreeMap<>();
        rows.values().stream()
                .map(row -> row.well().experiment())
                .distinct()
                .sorted()
                .forEach(experiment -> experiments
                        .computeIfAbsent(CellType.of(experiment), type -> new ArrayList<>())
                        .add(experiment));
        return experiments;
    }

    /**
     * The share of an experiment's wells that the submission names right; a row it lacks counts as wrong.
     *
     * @param submission label by id_code
     */
    public Accuracy accuracy(ExperimentId experiment, Map<String, String> submission) {
        List<Row> asked = rows.values().stream()
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
        new String(csv, StandardCharsets.UTF_8).lines().skip(1).forEach(line -> {
            int comma = line.indexOf(',');
            labels.put(line.substring(0, comma), line.substring(comma + 1));
        });
        return labels;
    }
}
