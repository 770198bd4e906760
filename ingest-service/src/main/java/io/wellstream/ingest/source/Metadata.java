package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.MetadataColumns;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellRole;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The wells that a screen's CSV files describe, with labels in both published notations. A bad row is reported and left out; the others
 * are read. Each well has one row: a row that repeats another is reported, and two rows that contradict each other are both left out.
 */
public final class Metadata {
    /** One of the four files, and what its rows mean. */
    private enum Part {
        TRAIN("train.csv", Subset.SUBSET_TRAIN, true, false),
        TRAIN_CONTROLS("train_controls.csv", Subset.SUBSET_TRAIN, true, true),
        TEST("test.csv", Subset.SUBSET_TEST, false, false),
        TEST_CONTROLS("test_controls.csv", Subset.SUBSET_TEST, true, true);

        private final String file;
        private final Subset subset;
        private final boolean labelled;
        private final boolean controls;

        Part(String file, Subset subset, boolean labelled, boolean controls) {
            this.file = file;
            this.subset = subset;
            this.labelled = labelled;
            this.controls = controls;
        }
    }

    private final MetadataColumns names;
    private final List<Problem> problems = new ArrayList<>();
    private final TreeMap<WellId, MetadataRow> rows = new TreeMap<>();
    private final Set<WellId> contradicted = new HashSet<>();

    private Metadata(MetadataColumns names) {
        this.names = names;
    }

    /** Reads the files in the screen's top folder, or otherwise those in its {@code metadata} folder. */
    static Metadata read(SourceFiles files, ScreenFile described, SourceLimits limits) {
        Metadata metadata = new Metadata(described.screen().columns());
        String place = anyPartIn("", files) ? "" : "metadata/";
        if (!anyPartIn(place, files)) {
            metadata.problems.add(Problem.ofFile("", "the screen has no metadata", "train.csv or test.csv"));
        }
        Map<Part, List<CsvFile.Row>> read = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            read.put(part, metadata.read(part, place + part.file, files, limits));
        }
        metadata.check(read, described);
        metadata.contradicted.forEach(metadata.rows::remove);
        return metadata;
    }

    /** The good rows, sorted by well. */
    public List<MetadataRow> rows() {
        return List.copyOf(rows.values());
    }

    /** All problems of the files, in their order. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    private static boolean anyPartIn(String place, SourceFiles files) {
        for (Part part : Part.values()) {
            if (files.has(place + part.file)) {
                return true;
            }
        }
        return false;
    }

    private List<CsvFile.Row> read(Part part, String name, SourceFiles files, SourceLimits limits) {
        List<String> columns = new ArrayList<>(List.of("id_code", "experiment", "plate", "well"));
        if (part.labelled) {
            columns.add(names.label());
        }
        if (part.controls) {
            columns.add(names.control());
        }
        try {
            Optional<byte[]> bytes = files.read(name, limits.metadataBytes());
            return bytes.isEmpty()
                    ? List.of()
                    : new CsvFile(name, columns, limits.metadataRows(), problems).read(bytes.get());
        } catch (BadFileException e) {
            problems.add(Problem.ofFile(name, e.finding().problem(), e.finding().expected()));
            return List.of();
        }
    }

    private void check(Map<Part, List<CsvFile.Row>> read, ScreenFile described) {
        LabelNotation notation = LabelNotation.of(read.values().stream()
                .flatMap(List::stream)
                .map(row -> row.get(names.label()))
                .toList());
        RowCheck check = new RowCheck(described, notation);
        read.forEach((part, rowsOfPart) -> {
            for (CsvFile.Row row : rowsOfPart) {
                try {
                    add(checked(part, row, check));
                } catch (RowCheck.BadRowException bad) {
                    problems.add(bad.problem());
                }
            }
        });
    }

    private MetadataRow checked(Part part, CsvFile.Row row, RowCheck check) throws RowCheck.BadRowException {
        WellId well = check.well(row);
        WellRole role = part.controls ? check.controlRole(row, well) : WellRole.WELL_ROLE_TREATMENT;
        String label = part.labelled ? check.label(row, well, role) : "";
        return new MetadataRow(row.get("id_code"), well, part.subset, role, label, row.file(), row.line());
    }

    private void add(MetadataRow row) {
        MetadataRow first = rows.putIfAbsent(row.well(), row);
        if (first == null) {
            return;
        }
        boolean agrees = first.agreesWith(row);
        String problem = "duplicate id_code " + row.idCode() + ": it is in " + first.file() + ", row " + first.line()
                + (agrees ? " too" : ", and the two rows differ; neither is used");
        problems.add(Problem.ofRow(row.file(), row.line(), problem, "each well in one row")
                .in(row.well()));
        if (!agrees) {
            contradicted.add(row.well());
        }
    }
}
