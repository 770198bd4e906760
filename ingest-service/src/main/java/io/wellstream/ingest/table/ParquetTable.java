package io.wellstream.ingest.table;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.FileSchema;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.Finding;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Parquet file whose columns are numbers and texts, read as a table of texts. */
final class ParquetTable {
    private static final String EXPECTED =
            "a Parquet file of flat columns, uncompressed or with Snappy, gzip, LZ4 or Zstandard";

    private ParquetTable() {}

    /** Whether a file is Parquet, by its name in lower case. */
    static boolean isNamed(String name) {
        return name.endsWith(".parquet");
    }

    /** Reads the first rows. */
    static CsvText read(byte[] file, int mostRows) throws BadFileException {
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)));
                RowReader rows = reader.rowReader()) {
            FileSchema schema = reader.getFileSchema();
            if (!schema.isFlatSchema()) {
                throw new BadFileException(new Finding("the file has nested columns", EXPECTED));
            }
            List<String> header = new ArrayList<>();
            for (int i = 0; i < schema.getColumnCount(); i++) {
                header.add(schema.getColumn(i).name());
            }
            List<List<String>> read = new ArrayList<>();
            while (read.size() < mostRows && rows.hasNext()) {
                rows.next();
                read.add(row(rows, header.size()));
            }
            return new CsvText(header, read);
        } catch (IOException | RuntimeException e) { // what the library throws for a damaged file is not specified
            throw new BadFileException(new Finding("the file cannot be read as Parquet: " + e.getMessage(), EXPECTED));
        }
    }

    private static List<String> row(RowReader rows, int columns) {
        List<String> fields = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            fields.add(rows.isNull(i) ? "" : text(rows.getValue(i)));
        }
        return fields;
    }

    /** A value as a CSV file would have it; pandas writes integers with gaps as decimals, which are read as integers again. */
    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return switch (value) {
            case Double number
            when number == Math.rint(number) && Math.abs(number) < 1e15 ->
                BigDecimal.valueOf(number).setScale(0).toPlainString();
            case byte[] utf8 -> new String(utf8, StandardCharsets.UTF_8);
            default -> value.toString();
        };
    }
}
