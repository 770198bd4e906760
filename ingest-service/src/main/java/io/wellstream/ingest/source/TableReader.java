package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.Channel;
import io.wellstream.imaging.screen.MetadataColumns;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.ingest.table.CsvFile;
import io.wellstream.ingest.table.TableQuery;
import io.wellstream.ingest.table.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads the tables of a screen and collects their good rows and their problems. */
final class TableReader {
    /** The folders in which tables are looked for, with their slashes. */
    static final List<String> FOLDERS = List.of("", "metadata/");

    private final SourceFiles files;
    private final ScreenFile described;
    private final SourceLimits limits;
    private final List<Problem> problems;
    private final List<Problem> notes = new ArrayList<>();
    private final WellRows wells;

    /** Makes a well of a row, or says what is wrong with the row. */
    @FunctionalInterface
    interface Reading {
        MetadataRow of(CsvFile.Row row) throws RowCheck.BadRowException;
    }

    /** @param problems receives what is wrong */
    TableReader(SourceFiles files, ScreenFile described, SourceLimits limits, List<Problem> problems) {
        this.files = files;
        this.described = described;
        this.limits = limits;
        this.problems = problems;
        this.wells = new WellRows(problems);
    }

    List<Channel> channels() {
        return described.screen().channels();
    }

    MetadataColumns names() {
        return described.screen().columns();
    }

    /**
     * The rows of a table; none if the file does not exist.
     *
     * @param others whether the table may have other columns
     */
    List<CsvFile.Row> rows(String name, TableColumns columns, boolean others) {
        return tables().read(name, new CsvFile.Layout(columns.all(), others, described.charset()));
    }

    /** The rows of a described table, with the columns of the tables that are joined with it. */
    List<CsvFile.Row> rows(TableQuery query) {
        List<CsvFile.Row> rows = tables().read(query);
        List<String> illumination = rows.isEmpty() ? List.of() : illumination(rows.getFirst());
        if (!illumination.isEmpty()) {
            notes.add(Problem.ofFile(
                    query.file(),
                    "the columns " + String.join(", ", illumination)
                            + " name illumination functions of CellProfiler, which are not used; a run with"
                            + " illumination 'plate' computes its own",
                    ""));
        }
        return rows;
    }

    /** The columns of LoadData that name illumination functions, as in JUMP's {@code load_data_with_illum}. */
    private static List<String> illumination(CsvFile.Row row) {
        return row.header().stream()
                .filter(column -> column.matches("(Image_)?(FileName|URL)_Illum.*"))
                .toList();
    }

    private Tables tables() {
        Tables.Limits most = new Tables.Limits(limits.metadataBytes(), limits.metadataRows(), described.charset());
        return new Tables(files, most, problems, notes);
    }

    /** The notation of the labels of all tables. */
    LabelNotation notation(Collection<List<CsvFile.Row>> tables, TableColumns columns) {
        List<String> labels = tables.stream()
                .flatMap(List::stream)
                .map(row -> columns.get(row, Field.LABEL))
                .toList();
        LabelNotation notation = LabelNotation.of(labels);
        List<String> decimals = labels.stream().filter(LabelNotation::isDecimal).toList();
        if (notation == LabelNotation.INTEGER && !decimals.isEmpty()) {
            notes.add(Problem.ofFile(
                    "",
                    "%,d labels are written as decimals, e.g. '%s'; they are read as integers, e.g. %s"
                            .formatted(decimals.size(), decimals.getFirst(), notation.read(decimals.getFirst())),
                    ""));
        }
        return notation;
    }

    /** What is worth knowing and is no problem. */
    List<Problem> notes() {
        return notes;
    }

    RowCheck check(LabelNotation notation, TableColumns columns) {
        return new RowCheck(described, notation, columns);
    }

    /** Adds the wells of a table's good rows. */
    void addAll(List<CsvFile.Row> rows, RowCheck check, Reading reading) {
        for (CsvFile.Row row : rows) {
            try {
                wells.add(reading.of(row), check.columns().name(Field.ID));
            } catch (RowCheck.BadRowException bad) {
                problems.add(bad.problem());
            }
        }
    }

    WellRows wells() {
        return wells;
    }
}
