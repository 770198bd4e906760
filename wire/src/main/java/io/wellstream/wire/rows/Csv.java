package io.wellstream.wire.rows;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** CSV files as RFC 4180 has them, in UTF-8 with LF line ends: a field is quoted only where its characters require it. */
public final class Csv {
    private Csv() {}

    /** A record of a file, with the number of the line that it begins in, from 1. */
    public record Line(long number, List<String> fields) {}

    /** The bytes of a file with one line per record. */
    public static byte[] write(List<String> header, Stream<List<String>> records) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(header);
            records.forEach(csv::writeRecord);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The records after the header.
     *
     * @throws IllegalArgumentException if the header is another one, or a quoted field has no end
     */
    public static List<Line> read(byte[] csv, List<String> header) {
        List<Line> records = read(csv);
        if (records.isEmpty() || !records.getFirst().fields().equals(header)) {
            throw new IllegalArgumentException("the first line must be '" + String.join(",", header) + "'");
        }
        return records.subList(1, records.size());
    }

    /**
     * All records, with the header.
     *
     * @throws IllegalArgumentException if a quoted field has no end
     */
    public static List<Line> read(byte[] csv) {
        CsvReader<CsvRecord> reader = CsvReader.builder()
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(new String(csv, StandardCharsets.UTF_8));
        try (Stream<CsvRecord> stream = reader.stream()) {
            return stream.map(line -> new Line(line.getStartingLineNumber(), line.getFields()))
                    .toList();
        } catch (CsvParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
