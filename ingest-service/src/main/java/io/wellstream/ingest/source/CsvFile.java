package io.wellstream.ingest.source;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /** One row: its line number from 1 and its fields by column. */
    record Row(String file, long line, Map<String, String> fields) {
        /** The field of a column; empty if the file has no such column. */
        String get(String column) {
            return fields.getOrDefault(column, "").strip();
        }

        Problem problem(String problem, String expected) {
            return Problem.ofRow(file, line, problem, expected);
        }
    }

    private final String name;
    private final List<String> columns;
    private final List<Problem> problems;
    private final List<Row> rows = new ArrayList<>();

    private CsvFile(String name, List<String> columns, List<Problem> problems) {
        this.name = name;
        this.columns = columns;
        this.problems = problems;
    }

    /**
     * Reads the good rows; what is wrong with the others is added to {@code problems}.
     *
     * @param columns each must be there; any other is a problem
     */
    static List<Row> read(String name, byte[] bytes, List<String> columns, List<Problem> problems) {
        CsvFile file = new CsvFile(name, columns, problems);
        file.read(bytes);
        return file.rows;
    }

    private void read(byte[] bytes) {
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            problems.add(Problem.ofFile(name, "the file is UTF-16", "UTF-8"));
            return;
        }
        int from = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        Optional<List<String>> header = Optional.empty();
        boolean headed = false;
        for (long line = 1; from < bytes.length; line++) {
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
            return Optional.of(fields);
        } catch (CharacterCodingException notUtf8) {
            problems.add(Problem.ofRow(name, line, "the row is not UTF-8", "UTF-8 text"));
        } catch (CsvParseException malformed) {
            problems.add(Problem.ofRow(name, line, "the row is not CSV", "comma-separated fields"));
        }
        return Optional.empty();
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
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            named.putIfAbsent(header.get(i), fields.get(i));
        }
        rows.add(new Row(name, line, named));
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
