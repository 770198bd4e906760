package io.wellstream.ingest.table;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.wellstream.ingest.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;

/**
 * Splits a CSV file (RFC 4180, with any separator) into records. A bad record, e.g. one with an open quote, costs only its first line: a record extends
 * over several lines only if its quotes are closed and it has as many fields as the header.
 */
final class CsvRecords {
    private static final int LONGEST_RECORD = 1 << 16;
    private static final int LONGEST_FIELD = 1_000;

    private final String file;
    private final byte[] bytes;
    private final CsvSyntax syntax;
    private final CsvReader.CsvReaderBuilder record;
    private final List<Problem> problems;
    private int position;
    private long line;

    /**
     * Starts before the first record.
     *
     * @param file its name, for problems
     * @param problems receives what is wrong with records
     */
    CsvRecords(String file, byte[] bytes, CsvSyntax syntax, List<Problem> problems) {
        this.file = file;
        this.bytes = bytes;
        this.syntax = syntax;
        this.position = syntax.start();
        this.line = syntax.line();
        this.problems = problems;
        this.record = CsvReader.builder()
                .fieldSeparator(syntax.separator())
                .commentStrategy(CommentStrategy.NONE)
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true);
    }

    boolean hasNext() {
        return position < bytes.length;
    }

    /** The number of the line that the next record begins in, from 1. */
    long line() {
        return line;
    }

    /**
     * Reads the next record.
     *
     * @param columns how many fields a record of several lines must have
     * @return its fields (none for a blank line), or empty if the record is bad, which has then been added to the problems
     */
    Optional<List<String>> next(int columns) {
        int start = position;
        int end = endOfLine(start);
        int endOutsideQuotes = endOutsideQuotes(start);
        Optional<List<String>> fields = Optional.empty();
        if (endOutsideQuotes > end) {
            fields = severalLines(start, endOutsideQuotes, columns);
        }
        position = (fields.isPresent() ? endOutsideQuotes : end) + 1;
        fields = fields.or(() -> oneLine(start, end));
        line += count('\n', start, Math.min(position, bytes.length));
        return fields;
    }

    private Optional<List<String>> severalLines(int start, int end, int columns) {
        try {
            List<String> fields = fields(start, end);
            boolean good = fields.size() == columns && tooLong(fields) < 0;
            return good ? Optional.of(fields) : Optional.empty();
        } catch (CharacterCodingException | CsvParseException e) {
            return Optional.empty(); // the first line is read alone, and named
        }
    }

    private Optional<List<String>> oneLine(int start, int end) {
        if (end - start > LONGEST_RECORD) {
            return bad("the row has " + (end - start) + " bytes", "at most " + LONGEST_RECORD);
        }
        try {
            List<String> fields = fields(start, end);
            if (count('"', start, end) % 2 == 1) { // a quote within quotes is written twice
                return bad("a quote is left open", "a closing quote");
            }
            int tooLong = tooLong(fields);
            return tooLong < 0
                    ? Optional.of(fields)
                    : bad(
                            "field " + (tooLong + 1) + " has "
                                    + fields.get(tooLong).length() + " characters",
                            "at most " + LONGEST_FIELD);
        } catch (CharacterCodingException e) {
            return bad(
                    "the row is not " + syntax.charset().name(),
                    syntax.charset().name() + " text, or another encoding declared in screen.yaml, e.g. metadata:"
                            + " {encoding: ISO-8859-1}");
        } catch (CsvParseException e) {
            return bad("the row is not CSV", "fields separated by " + syntax.separatorName());
        }
    }

    private Optional<List<String>> bad(String problem, String expected) {
        problems.add(Problem.ofRow(file, line, problem, expected));
        return Optional.empty();
    }

    private List<String> fields(int start, int end) throws CharacterCodingException {
        int length = end > start && bytes[end - 1] == '\r' ? end - 1 - start : end - start;
        String text = syntax.charset()
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, start, length))
                .toString();
        return text.isBlank() ? List.of() : record.ofSingleCsvRecord(text).getFields();
    }

    /** The index of the first field that is too long; -1 if there is none. */
    private static int tooLong(List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).length() > LONGEST_FIELD) {
                return i;
            }
        }
        return -1;
    }

    private int count(char character, int start, int end) {
        int count = 0;
        for (int at = start; at < end; at++) {
            count += bytes[at] == character ? 1 : 0;
        }
        return count;
    }

    private int endOfLine(int start) {
        int end = start;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    /** The first line end outside quotes, or the end of the file; -1 if it is farther away than the longest record. */
    private int endOutsideQuotes(int start) {
        boolean quoted = false;
        int last = Math.min(bytes.length, start + LONGEST_RECORD);
        for (int at = start; at < last; at++) {
            if (bytes[at] == '"') {
                quoted = !quoted;
            } else if (bytes[at] == '\n' && !quoted) {
                return at;
            }
        }
        return quoted || last < bytes.length ? -1 : last;
    }
}
