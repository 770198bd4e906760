package io.wellstream.ingest.table;

import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.Finding;
import io.wellstream.ingest.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** A table file of any format that is read: CSV, also compressed with gzip; Parquet; the index that Harmony writes. */
public final class TableFile {
    private static final String GZIP = ".gz";

    private final String name;
    private final String kind;
    private final byte[] bytes;

    private TableFile(String name, byte[] bytes) {
        this.name = name;
        this.kind = lower(name);
        this.bytes = bytes;
    }

    /**
     * Prepares to read a file; its name says what it is.
     *
     * @param mostBytes the greatest size of a compressed file when it is decompressed
     */
    public static TableFile of(String name, byte[] bytes, long mostBytes) throws BadFileException {
        return new TableFile(name, lower(name).endsWith(GZIP) ? decompressed(bytes, mostBytes) : bytes);
    }

    /** Whether a file may be a table, by its name. */
    public static boolean isNamed(String path) {
        String name = lower(path);
        return name.endsWith(".csv")
                || name.endsWith(".tsv")
                || name.endsWith(".txt")
                || name.endsWith(".csv.gz")
                || name.endsWith(".tsv.gz")
                || ParquetTable.isNamed(name);
    }

    /** Whether a file has the name that Harmony gives to its index. */
    public static boolean isHarmonyIndex(String path) {
        String name = lower(path.substring(path.lastIndexOf('/') + 1));
        return name.equals("index.idx.xml") || name.equals("index.xml");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static byte[] decompressed(byte[] bytes, long mostBytes) throws BadFileException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] all = in.readNBytes(Math.toIntExact(mostBytes));
            if (in.read() >= 0) {
                throw new BadFileException(
                        new Finding("the file is larger than " + mostBytes + " bytes when decompressed", "less"));
            }
            return all;
        } catch (IOException e) {
            throw new BadFileException(new Finding("the file is not whole gzip", "a file that gunzip reads"));
        }
    }

    /**
     * The good rows.
     *
     * @param problems receives what is wrong
     */
    public List<CsvFile.Row> rows(CsvFile.Layout layout, long mostRows, List<Problem> problems)
            throws BadFileException {
        if (!HarmonyIndex.isNamed(kind) && !ParquetTable.isNamed(kind)) {
            return new CsvFile(name, layout, mostRows, problems).read(bytes);
        }
        int most = Math.toIntExact(Math.min(mostRows, Integer.MAX_VALUE - 1));
        CsvText text = front(most + 1);
        List<String> header = text.header().stream()
                .map(column -> canonical(column, layout.columns()))
                .toList();
        for (String column : layout.columns()) {
            if (!header.contains(column)) {
                String problem = "missing column '" + column + "'; no row of the file is read; it has "
                        + String.join(", ", header);
                problems.add(Problem.ofFile(name, problem, String.join(", ", layout.columns())));
                return List.of();
            }
        }
        if (text.rows().size() > most) {
            problems.add(Problem.ofRow(name, most + 1L, "the rows from here on are not read", "at most " + mostRows));
        }
        List<CsvFile.Row> rows = new ArrayList<>();
        for (List<String> fields :
                text.rows().subList(0, Math.min(most, text.rows().size()))) {
            rows.add(new CsvFile.Row(name, rows.size() + 1L, header, fields));
        }
        return rows;
    }

    /** The header and the first rows, of whatever table it is. */
    public CsvText front(int mostRows) throws BadFileException {
        if (HarmonyIndex.isNamed(kind)) {
            return HarmonyIndex.read(name, bytes, mostRows);
        }
        return ParquetTable.isNamed(kind) ? ParquetTable.read(bytes, mostRows) : CsvText.read(bytes, mostRows);
    }

    /** The expected column that a column names in any case, or the column. */
    static String canonical(String column, List<String> expected) {
        return expected.stream()
                .filter(column.strip()::equalsIgnoreCase)
                .findFirst()
                .orElse(column.strip());
    }
}
