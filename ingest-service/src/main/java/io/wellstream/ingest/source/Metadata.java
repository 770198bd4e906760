package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.MetadataColumns;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The wells that a screen's CSV files describe, in both published forms (labels as integers or as names). A bad row is named
 * and left out; the others go on. A well stands in at most one row: a row that repeats another is named, and two rows that
 * contradict each other are both left out.
 */
public final class Metadata {
    /** One of the four files, and what its rows are. */
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

    /** Reads the files at the folder's root, or else in its {@code metadata} folder. */
    public static Metadata read(Path folder, ScreenFile described) {
        Metadata metadata = new Metadata(described.screen().columns());
        Path place = anyPartIn(folder) ? folder : folder.resolve("metadata");
        if (!anyPartIn(place)) {
            metadata.problems.add(Problem.ofFile("", "the folder has no metadata", "train.csv or test.csv in it"));
        }
        Map<Part, List<CsvFile.Row>> read = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            Path file = place.resolve(part.file);
            if (Files.exists(file)) {
                String name = folder.relativize(file).toString();
                read.put(part, metadata.read(part, name, file));
            }
        }
        metadata.check(read, described);
        metadata.contradicted.forEach(metadata.rows::remove);
        return metadata;
    }

    /** The good rows, in the order of their wells. */
    public List<MetadataRow> rows() {
        return List.copyOf(rows.values());
    }

    /** Everything wrong with the files, in their order. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    private static boolean anyPartIn(Path folder) {
        for (Part part : Part.values()) {
            if (Files.exists(folder.resolve(part.file))) {
                return true;
            }
        }
        return false;
    }

    private List<CsvFile.Row> read(Part part, String name, Path file) {
        List<String> columns = new ArrayList<>(List.of("id_code", "experiment", "plate", "well"));
        if (part.labelled) {
            columns.add(names.label());
        }
        if (part.controls) {
            columns.add(names.control());
        }
        try {
            return CsvFile.read(name, Files.readAllBytes(file), columns, problems);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private void check(Map<Part, List<CsvFile.Row>> read, ScreenFile described) {
        LabelForm form = LabelForm.of(read.values().stream()
                .flatMap(List::stream)
                .map(row -> row.get(names.label()))
                .toList());
        RowCheck check = new RowCheck(described, form);
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
        String problem = "duplicate id_code " + row.idCode() + ": it stands in " + first.file() + ", row "
                + first.line() + (agrees ? " too" : " and says otherwise there; neither row is taken");
        problems.add(Problem.ofRow(row.file(), row.line(), problem, "each well in one row")
                .in(row.well()));
        if (!agrees) {
            contradicted.add(row.well());
        }
    }
}
