package io.wellstream.ingest.table;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;

/**
 * How a CSV file is written.
 *
 * @param separator between fields
 * @param start where the header begins, after a byte order mark and a line {@code sep=;}
 * @param line the number of the header's line
 */
record CsvSyntax(char separator, Charset charset, int start, long line) {
    private static final char[] SEPARATORS = {',', ';', '\t'};
    private static final String DECLARATION = "sep=";
    private static final int LONGEST_HEADER = 1 << 16;

    /**
     * Finds out how a file is written: it uses the separator that it declares, or the one that gives most of the expected columns.
     *
     * @param columns the expected columns
     */
    static CsvSyntax of(byte[] file, Charset charset, List<String> columns) {
        int start = startsWith(file, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        int end = endOfLine(file, start);
        String first = text(file, start, end, charset);
        if (first.toLowerCase(Locale.ROOT).startsWith(DECLARATION) && first.length() > DECLARATION.length()) {
            return new CsvSyntax(first.charAt(DECLARATION.length()), charset, end + 1, 2);
        }
        String header = first;
        for (int at = end + 1; header.isBlank() && at < file.length; at = endOfLine(file, at) + 1) {
            header = text(file, at, endOfLine(file, at), charset);
        }
        return new CsvSyntax(separator(header, columns), charset, start, 1);
    }

    /** The same with the separator that the header has most of, unless the file declares one. */
    CsvSyntax withMostFrequentSeparator(byte[] file) {
        if (line > 1) {
            return this;
        }
        String header = text(file, start, endOfLine(file, start), charset);
        char best = separator;
        long most = 0;
        for (char candidate : SEPARATORS) {
            long found = header.chars().filter(c -> c == candidate).count();
            if (found > most) {
                best = candidate;
                most = found;
            }
        }
        return new CsvSyntax(best, charset, start, line);
    }

    private static char separator(String header, List<String> columns) {
        char best = SEPARATORS[0];
        long most = 0;
        for (char separator : SEPARATORS) {
            List<String> fields = List.of(header.split(String.valueOf(separator), -1));
            long found = columns.stream()
                    .filter(column -> fields.stream().anyMatch(field -> isColumn(field, column)))
                    .count();
            if (found > most) {
                best = separator;
                most = found;
            }
        }
        return best;
    }

    /** Whether a field of a header names a column, in any case and with or without quotes. */
    private static boolean isColumn(String field, String column) {
        return field.strip().replace("\"", "").equalsIgnoreCase(column);
    }

    /** The separator in words. */
    String separatorName() {
        return separator == '\t' ? "tabs" : "'" + separator + "'";
    }

    private static String text(byte[] file, int start, int end, Charset charset) {
        return new String(file, start, Math.clamp(end - start, 0, LONGEST_HEADER), charset).strip();
    }

    private static int endOfLine(byte[] file, int start) {
        int end = Math.min(start, file.length);
        while (end < file.length && file[end] != '\n') {
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
