package io.wellstream.ingest.source;

import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.table.CsvFile;
import io.wellstream.proto.v1.WellRole;
import java.util.List;
import java.util.Optional;

/** The table of RxRx1's download: one {@code metadata.csv} with a row per site, in which test rows are labelled too. */
final class SiteTable {
    private static final String FILE = "metadata.csv";

    private SiteTable() {}

    /** The table's path; empty if there is none. */
    static Optional<String> find(SourceFiles files) {
        return TableReader.FOLDERS.stream()
                .map(folder -> folder + FILE)
                .filter(files::has)
                .findFirst();
    }

    static void read(String file, TableReader reader) {
        TableColumns columns = TableColumns.ofDownload(reader.names());
        List<CsvFile.Row> rows = reader.rows(file, columns, true);
        RowCheck check = reader.check(reader.notation(List.of(rows), columns), columns);
        reader.addAll(rows, check, row -> {
            RowCheck.Place at = check.place(row);
            WellRole role = check.treatments().role(row, at.well());
            return new MetadataRow(
                    check.id(row, at.well()),
                    at.well(),
                    at.cellType(),
                    check.subset(row),
                    role,
                    check.treatments().label(row, at.well(), role),
                    SiteFiles.of(check.site(row, at.well())),
                    row.at());
        });
    }
}
