package io.wellstream.ingest.source;

import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.table.CsvFile;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellRole;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The four tables of RxRx1's competition: treatments and controls of the training and of the test part, a row per well. */
final class CompetitionTables {
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

    private CompetitionTables() {}

    /** The folder that holds at least one of the tables, with its slash; empty if there is none. */
    static Optional<String> place(SourceFiles files) {
        return TableReader.FOLDERS.stream()
                .filter(folder -> List.of(Part.values()).stream().anyMatch(part -> files.has(folder + part.file)))
                .findFirst();
    }

    static void read(String place, TableReader reader) {
        Map<Part, List<CsvFile.Row>> read = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            read.put(part, reader.rows(place + part.file, columns(part, reader), false));
        }
        LabelNotation notation = reader.notation(read.values(), TableColumns.ofCompetition(reader.names(), true, true));
        read.forEach((part, rows) -> {
            RowCheck check = reader.check(notation, columns(part, reader));
            reader.addAll(rows, check, row -> well(part, row, check));
        });
    }

    private static TableColumns columns(Part part, TableReader reader) {
        return TableColumns.ofCompetition(reader.names(), part.labelled, part.controls);
    }

    private static MetadataRow well(Part part, CsvFile.Row row, RowCheck check) throws RowCheck.BadRowException {
        RowCheck.Place at = check.place(row);
        WellRole role = part.controls ? check.treatments().controlRole(row, at.well()) : WellRole.WELL_ROLE_TREATMENT;
        String label = part.labelled ? check.treatments().label(row, at.well(), role) : "";
        return new MetadataRow(
                check.id(row, at.well()), at.well(), at.cellType(), part.subset, role, label, SiteFiles.ALL, row.at());
    }
}
