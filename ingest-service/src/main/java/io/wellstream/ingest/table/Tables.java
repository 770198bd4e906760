package io.wellstream.ingest.table;

import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.problem.Problem;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The tables of a screen, read within limits, and joined. */
public final class Tables {
    private final SourceFiles files;
    private final Limits limits;
    private final List<Problem> problems;
    private final List<Problem> notes;

    /**
     * How a table is read.
     *
     * @param bytes the largest file
     * @param rows the most rows of a file
     * @param charset the encoding of CSV files
     */
    public record Limits(long bytes, long rows, Charset charset) {}

    /**
     * @param problems receives what is wrong
     * @param notes receives what is worth knowing and is no problem
     */
    public Tables(SourceFiles files, Limits limits, List<Problem> problems, List<Problem> notes) {
        this.files = files;
        this.limits = limits;
        this.problems = problems;
        this.notes = notes;
    }

    /** The rows of a table; none if the file does not exist. */
    public List<CsvFile.Row> read(String file, CsvFile.Layout layout) {
        try {
            Optional<TableFile> table = open(file);
            return table.isEmpty() ? List.of() : table.get().rows(layout, limits.rows(), problems);
        } catch (BadFileException e) {
            problems.add(Problem.ofFile(file, e.finding().problem(), e.finding().expected()));
            return List.of();
        }
    }

    /** The rows that are asked for, each with the columns of all its tables. */
    public List<CsvFile.Row> read(TableQuery query) {
        List<CsvFile.Row> rows = new ArrayList<>();
        for (String file : matching(query)) {
            rows.addAll(rows(file, query));
        }
        for (TableJoin join : query.joins()) {
            rows = new JoinedTables(this, join, query, problems, notes).join(rows);
        }
        return complete(rows, query) ? chosen(rows, query) : List.of();
    }

    private List<String> matching(TableQuery query) {
        if (!query.hasPattern()) {
            if (!files.has(query.file())) {
                problems.add(
                        Problem.ofFile(query.file(), "the table does not exist", "the file that screen.yaml names"));
                return List.of();
            }
            return List.of(query.file());
        }
        Pattern pattern = query.pattern();
        TreeSet<String> found = new TreeSet<>();
        files.forEach(path -> {
            if (pattern.matcher(path).matches()) {
                found.add(path);
            }
        });
        if (found.isEmpty()) {
            problems.add(Problem.ofFile("", "no table has a path such as " + query.file(), "at least one"));
        }
        return List.copyOf(found);
    }

    /** The rows of one file. Columns that it lacks must come from the tables that are joined. */
    private List<CsvFile.Row> rows(String file, TableQuery query) {
        List<String> needed = query.needed();
        List<String> here = query.joins().isEmpty() ? needed : present(file, needed);
        return read(file, new CsvFile.Layout(here, true, limits.charset()));
    }

    private List<String> present(String file, List<String> needed) {
        try {
            List<String> header = open(file).orElseThrow().front(1).header();
            return needed.stream()
                    .filter(column -> header.stream().anyMatch(column::equalsIgnoreCase))
                    .toList();
        } catch (BadFileException reportedWhenRead) {
            return needed;
        }
    }

    /** Opens a file; empty if it does not exist. */
    private Optional<TableFile> open(String file) throws BadFileException {
        Optional<byte[]> bytes = files.read(file, limits.bytes());
        return bytes.isEmpty() ? Optional.empty() : Optional.of(TableFile.of(file, bytes.get(), limits.bytes()));
    }

    boolean has(String file) {
        return files.has(file);
    }

    Charset charset() {
        return limits.charset();
    }

    /** Whether the joined rows have every column; all rows of a table have the same. */
    private boolean complete(List<CsvFile.Row> rows, TableQuery query) {
        if (rows.isEmpty()) {
            return true;
        }
        List<String> missing = query.needed().stream()
                .filter(column -> rows.stream().noneMatch(row -> row.header().contains(column)))
                .toList();
        for (String column : missing) {
            String tables =
                    query.joins().isEmpty() ? query.file() : query.file() + " and the tables that are joined with it";
            problems.add(Problem.ofFile(
                    query.file(),
                    "no column '" + column + "' in " + tables + "; no row is read",
                    "one of " + String.join(", ", rows.getFirst().header())));
        }
        return missing.isEmpty();
    }

    private List<CsvFile.Row> chosen(List<CsvFile.Row> rows, TableQuery query) {
        if (query.where().isEmpty()) {
            return rows;
        }
        List<CsvFile.Row> chosen = rows.stream()
                .filter(row -> query.where().entrySet().stream().allMatch(some -> isOne(row, some)))
                .toList();
        if (chosen.isEmpty() && !rows.isEmpty()) {
            problems.add(Problem.ofFile(
                    query.file(), "no row has the values of table.where, " + query.where(), "values that rows have"));
        }
        return chosen;
    }

    private static boolean isOne(CsvFile.Row row, Map.Entry<String, List<String>> some) {
        return some.getValue().contains(row.get(some.getKey()));
    }
}
