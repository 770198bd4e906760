package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.Channel;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.table.CsvFile;
import io.wellstream.ingest.table.TableQuery;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table whose columns {@code screen.yaml} names: with a row per well, per site, or per image.
 *
 * @param query which rows are read, of which tables
 */
record DescribedTable(TableQuery query, TableColumns columns, Controls controls) {

    void read(TableReader reader) {
        List<CsvFile.Row> rows = reader.rows(query);
        RowCheck check = reader.check(reader.notation(List.of(rows), columns), columns);
        reader.addAll(rows, check, row -> {
            RowCheck.Place at = check.place(row);
            TreatmentCheck.Treatment treatment = check.treatments().treatment(row, at.well(), controls);
            return new MetadataRow(
                    check.id(row, at.well()),
                    at.well(),
                    at.cellType(),
                    check.subset(row),
                    treatment.role(),
                    treatment.label(),
                    sites(row, at.well(), check, reader.channels()),
                    row.at());
        });
    }

    private SiteFiles sites(CsvFile.Row row, WellId well, RowCheck check, List<Channel> channels)
            throws RowCheck.BadRowException {
        boolean namesFiles = !columns.files().isEmpty() || columns.has(Field.FILE);
        if (!columns.has(Field.SITE) && !namesFiles) {
            return SiteFiles.ALL;
        }
        int site = columns.has(Field.SITE) ? check.site(row, well) : 1;
        Map<Integer, String> paths = new TreeMap<>();
        columns.files().forEach((channel, column) -> {
            if (!row.get(column).isEmpty()) {
                paths.put(channel, path(row.get(folderOf(column)), row.get(column)));
            }
        });
        if (columns.has(Field.FILE)) {
            int channel = check.channel(row, well, channels);
            paths.put(channel, path(columns.get(row, Field.FOLDER), columns.get(row, Field.FILE)));
        }
        return SiteFiles.of(site, paths);
    }

    /** CellProfiler's LoadData has the folder of {@code FileName_DNA} in {@code PathName_DNA}. */
    private static String folderOf(String column) {
        return column.replace("FileName_", "PathName_");
    }

    private static String path(String folder, String file) {
        String both = (folder.isEmpty() ? "" : folder + "/") + file;
        return both.replace('\\', '/').replaceAll("/{2,}", "/").replaceAll("^(\\./)+", "");
    }
}
