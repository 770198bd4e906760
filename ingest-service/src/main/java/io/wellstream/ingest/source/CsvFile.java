package io.wellstream.ingest.source;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of one metadata file. A row is a line, so that a bad one (a byte that is not UTF-8, a quote left open, a field too
 * many) costs itself and nothing after it. A byte order mark, CRLF line ends and blank lines are read over.
 */
final class CsvFile {
    private static final CsvReader.CsvReaderBuilder LINE = CsvReader.builder()
            .commentStrategy(CommentStrategy.NONE)
            .skipEmptyLines(false)
            .allowExtraFields(true)
            .allowMissingFields(true);

    private static final int LONGEST_ROW = 1 << 16;
    private static final int LONGEST_FIELD = 1_000;

    /** One row: its line number from 1 and its fields, as many as the header has columns. */
    record Row(String file, long line, List<String> header, List<String> fields) {
        /** The field of a column; empty if the file has no such column. */
        String get(String column) {
            int index = header.indexOf(column);
            return index < 0 ? "" : fields.get(index).strip();
        }

        Problem problem(String problem, String expected) {
            return Problem.ofRow(file, line, problem, expected);
        }
    }

    private final String name;
    private final List<String> columns;
    private final long mostRows;
    private final List<Problem> problems;
    private final List<Row> rows = new ArrayList<>();

    /**
     * Prepares to read one file.
     *
     * @param columns each must be there; any other is a problem
     * @param mostRows lines, blank ones included; nothing after them is read
     * @param problems where what is wrong is added
     */
    CsvFile(String name, List<String> columns, long mostRows, List<Problem> problems) {
        this.name = name;
        this.columns = columns;
        this.mostRows = mostRows;
        this.problems = problems;
    }

    /** The good rows; called once. */
    List<Row> read(byte[] bytes) {
        readLines(bytes);
        return rows;
    }

    private void readLines(byte[] bytes) {
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            problems.add(Problem.ofFile(name, "the file is UTF-16", "UTF-8"));
            return;
        }
        int from = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        Optional<List<String>> header = Optional.empty();
        boolean headed = false;
        for (long line = 1; from < bytes.length; line++) {
            if (line > mostRows + 1) {
                problems.add(Problem.ofRow(name, line, "the rows from here on are not read", "at most " + mostRows));
                return;
            }
            int end = endOfLine(bytes, from);
            Optional<List<String>> fields = fields(line, bytes, from, end);
            from = end + 1;
            if (fields.isPresent() && isBlank(fields.get())) {
                continue;
            }
            if (!headed) {
                headed = true;
                header = fields.map(names -> names.stream().map(String::strip).toList())
                        .filter(this::isUsable);
                checkHeader(line, fields);
                if (header.isEmpty()) {
                    return;
                }
            } else if (fields.isPresent()) {
                addRow(line, header.orElseThrow(), fields.get());
            }
        }
        if (!headed) {
            problems.add(Problem.ofFile(name, "the file is empty", "a header with " + expectedColumns()));
        }
    }

    private Optional<List<String>> fields(long line, byte[] bytes, int from, int end) {
        if (end - from > LONGEST_ROW) {
            String problem = "the row has " + (end - from) + " bytes";
            problems.add(Problem.ofRow(name, line, problem, "at most " + LONGEST_ROW));
            return Optional.empty();
        }
        try {
            int length = end > from && bytes[end - 1] == '\r' ? end - 1 - from : end - from;
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
            List<String> fields =
                    text.isBlank() ? List.of() : LINE.ofSingleCsvRecord(text).getFields();
            if (text.indexOf('"') >= 0 && isOpen(text)) {
                problems.add(Problem.ofRow(name, line, "a quote is left open", "a closing quote in the same line"));
                return Optional.empty();
            }
            return Optional.of(fields).filter(all -> areShort(line, all));
        } catch (CharacterCodingException notUtf8) {
            problems.add(Problem.ofRow(name, line, "the row is not UTF-8", "UTF-8 text"));
        } catch (CsvParseException malformed) {
            problems.add(Problem.ofRow(name, line, "the row is not CSV", "comma-separated fields"));
        }
        return Optional.empty();
    }

    private boolean areShort(long line, List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            int length = fields.get(i).length();
            if (length > LONGEST_FIELD) {
                String problem = "field " + (i + 1) + " has " + length + " characters";
                problems.add(Problem.ofRow(name, line, problem, "at most " + LONGEST_FIELD));
                return false;
            }
        }
        return true;
    }

    private boolean isUsable(List<String> header) {
        return new HashSet<>(header).containsAll(columns);
    }

    private void checkHeader(long line, Optional<List<String>> header) {
        if (header.isEmpty()) {
            problems.add(Problem.ofRow(name, line, "the header cannot be read", "a header with " + expectedColumns()));
            return;
        }
        Set<String> seen = new HashSet<>();
        for (String name : header.get()) {
            String column = name.strip();
            if (!columns.contains(column)) {
                problems.add(Problem.ofRow(this.name, line, "unknown column '" + column + "'", expectedColumns()));
            } else if (!seen.add(column)) {
                problems.add(
                        Problem.ofRow(this.name, line, "column '" + column + "' stands twice", "each column once"));
            }
        }
        for (String column : columns) {
            if (!seen.contains(column)) {
                problems.add(Problem.ofRow(
                        name, line, "missing column '" + column + "'; no row of the file is read", expectedColumns()));
            }
        }
    }

    private void addRow(long line, List<String> header, List<String> fields) {
        if (fields.size() > header.size()) {
            String extra = String.join(", ", fields.subList(header.size(), fields.size()));
            String problem = "unknown column: '" + extra + "' stands after the last one of the header";
            problems.add(Problem.ofRow(name, line, problem, header.size() + " fields"));
            return;
        }
        if (fields.size() < header.size()) {
            String problem = "the row has " + fields.size() + " fields";
            String missing = String.join(", ", header.subList(fields.size(), header.size()));
            problems.add(Problem.ofRow(name, line, problem, header.size() + "; no " + missing));
            return;
        }
        rows.add(new Row(name, line, header, fields));
    }

    private String expectedColumns() {
        return String.join(", ", columns);
    }

    private static boolean isBlank(List<String> fields) {
        return fields.stream().allMatch(String::isBlank);
    }

    /** Whether a quoted field does not end: a quote inside quotes is written twice, so an odd number of them is open. */
    private static boolean isOpen(String text) {
        return text.chars().filter(c -> c == '"').count() % 2 == 1;
    }

    private static int endOfLine(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
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
