package io.wellstream.ingest.table;

import io.wellstream.ingest.problem.Line;
import io.wellstream.ingest.problem.Problem;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one metadata file: separated by commas, semicolons or tabs, with column names in any case. A byte order mark, a line
 * {@code sep=;}, CRLF line ends and blank lines are skipped.
 */
public final class CsvFile {
    /** One row: the number of its first line, from 1, and its fields, as many as the header has columns. */
    public record Row(String file, long line, List<String> header, List<String> fields) {
        /** The field of a column; empty if the file has no such column. */
        public String get(String column) {
            int index = header.indexOf(column);
            return index < 0 ? "" : fields.get(index).strip();
        }

        public Line at() {
            return new Line(file, line);
        }

        public Problem problem(String problem, String expected) {
            return Problem.ofRow(file, line, problem, expected);
        }
    }

    private final String name;
    private final Layout layout;
    private final long mostRows;
    private final List<Problem> problems;
    private final List<Row> rows = new ArrayList<>();
    private @Nullable CsvSyntax syntax;

    /**
     * What is expected of a file.
     *
     * @param columns the columns that it must have
     * @param others whether it may have others; otherwise each is a problem
     * @param charset its encoding
     */
    public record Layout(List<String> columns, boolean others, Charset charset) {
        public Layout {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Prepares to read one file.
     *
     * @param mostRows how many lines are read, blank ones included
     * @param problems receives what is wrong
     */
    public CsvFile(String name, Layout layout, long mostRows, List<Problem> problems) {
        this.name = name;
        this.layout = layout;
        this.mostRows = mostRows;
        this.problems = problems;
    }

    private List<String> columns() {
        return layout.columns();
    }

    /** The good rows; called once. */
    public List<Row> read(byte[] bytes) {
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            problems.add(Problem.ofFile(name, "the file is UTF-16", "UTF-8"));
            return rows;
        }
        syntax = CsvSyntax.of(bytes, layout.charset(), columns());
        CsvRecords records = new CsvRecords(name, bytes, syntax, problems);
        List<String> header = header(records);
        while (!header.isEmpty() && hasNext(records)) {
            long line = records.line();
            records.next(header.size())
                    .filter(fields -> !isBlank(fields))
                    .ifPresent(fields -> addRow(line, header, fields));
        }
        return rows;
    }

    /** The columns; empty if no row can be read. */
    private List<String> header(CsvRecords records) {
        while (hasNext(records)) {
            long line = records.line();
            Optional<List<String>> fields = records.next(0);
            if (fields.isEmpty() || !isBlank(fields.get())) {
                return checkedHeader(line, fields);
            }
        }
        if (!records.hasNext()) {
            problems.add(Problem.ofFile(name, "the file is empty", "a header with " + expectedColumns()));
        }
        return List.of();
    }

    private boolean hasNext(CsvRecords records) {
        boolean tooMany = records.hasNext() && records.line() > mostRows + 1;
        if (tooMany) {
            String problem = "the rows from here on are not read";
            problems.add(Problem.ofRow(name, records.line(), problem, "at most " + mostRows));
        }
        return records.hasNext() && !tooMany;
    }

    private List<String> checkedHeader(long line, Optional<List<String>> fields) {
        if (fields.isEmpty()) {
            problems.add(Problem.ofRow(name, line, "the header cannot be read", "a header with " + expectedColumns()));
            return List.of();
        }
        List<String> header = fields.get().stream().map(this::canonical).toList();
        Set<String> seen = new HashSet<>();
        for (String column : header) {
            if (!columns().contains(column)) {
                if (layout.others()) {
                    continue;
                }
                problems.add(Problem.ofRow(name, line, "unknown column '" + column + "'", expectedColumns()));
            } else if (!seen.add(column)) {
                problems.add(Problem.ofRow(name, line, "column '" + column + "' occurs twice", "each column once"));
            }
        }
        for (String column : columns()) {
            if (!seen.contains(column)) {
                String problem = "missing column '" + column + "'; no row of the file is read; " + found(header);
                problems.add(Problem.ofRow(name, line, problem, expectedColumns()));
            }
        }
        return seen.containsAll(columns()) ? header : List.of();
    }

    /** The expected column that a field of the header names in any case, or the field. */
    private String canonical(String field) {
        String name = field.strip();
        return columns().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
    }

    private String found(List<String> header) {
        String separated = syntax == null ? "" : ", separated by " + syntax.separatorName();
        return "its header has " + header.size() + " columns" + separated + ": " + String.join(", ", header);
    }

    private void addRow(long line, List<String> header, List<String> fields) {
        if (fields.size() > header.size()) {
            String extra = String.join(", ", fields.subList(header.size(), fields.size()));
            String problem = "unknown column: '" + extra + "' is after the last column of the header";
            problems.add(Problem.ofRow(name, line, problem, header.size() + " fields"));
        } else if (fields.size() < header.size()) {
            String problem = "the row has " + fields.size() + " fields";
            String missing = String.join(", ", header.subList(fields.size(), header.size()));
            problems.add(Problem.ofRow(name, line, problem, header.size() + "; no " + missing));
        } else {
            rows.add(new Row(name, line, header, fields));
        }
    }

    private String expectedColumns() {
        return String.join(", ", columns());
    }

    private static boolean isBlank(List<String> fields) {
        return fields.stream().allMatch(String::isBlank);
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
