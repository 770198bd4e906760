package io.wellstream.ingest.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rows of one metadata file. A byte order mark, CRLF line ends and blank lines are skipped. */
final class CsvFile {
    /** One row: the number of its first line, from 1, and its fields, as many as the header has columns. */
    record Row(String file, long line, List<String> header, List<String> fields) {
        /** The field of a column; empty if the file has no such column. */
        String get(String column) {
            int index = header.indexOf(column);
            return index < 0 ? "" : fields.get(index).strip();
        }

        MetadataRow.Line at() {
            return new MetadataRow.Line(file, line);
        }

        Problem problem(String problem, String expected) {
            return Problem.ofRow(file, line, problem, expected);
        }
    }

    private final String name;
    private final List<String> columns;
    private final boolean others;
    private final long mostRows;
    private final List<Problem> problems;
    private final List<Row> rows = new ArrayList<>();

    /**
     * Prepares to read one file.
     *
     * @param columns the columns that the file must have
     * @param others whether it may have others; otherwise each is a problem
     * @param mostRows how many lines are read, blank ones included
     * @param problems receives what is wrong
     */
    CsvFile(String name, List<String> columns, boolean others, long mostRows, List<Problem> problems) {
        this.name = name;
        this.columns = columns;
        this.others = others;
        this.mostRows = mostRows;
        this.problems = problems;
    }

    /** The good rows; called once. */
    List<Row> read(byte[] bytes) {
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            problems.add(Problem.ofFile(name, "the file is UTF-16", "UTF-8"));
            return rows;
        }
        CsvRecords records = new CsvRecords(name, bytes, startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0, problems);
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
        List<String> header = fields.get().stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (String column : header) {
            if (!columns.contains(column)) {
                if (others) {
                    continue;
                }
                problems.add(Problem.ofRow(name, line, "unknown column '" + column + "'", expectedColumns()));
            } else if (!seen.add(column)) {
                problems.add(Problem.ofRow(name, line, "column '" + column + "' occurs twice", "each column once"));
            }
        }
        for (String column : columns) {
            if (!seen.contains(column)) {
                problems.add(Problem.ofRow(
                        name, line, "missing column '" + column + "'; no row of the file is read", expectedColumns()));
            }
        }
        return seen.containsAll(columns) ? header : List.of();
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
        return String.join(", ", columns);
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
