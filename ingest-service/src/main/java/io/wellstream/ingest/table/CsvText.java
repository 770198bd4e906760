package io.wellstream.ingest.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The header and the first rows of a table of which nothing is known. */
public record CsvText(List<String> header, List<List<String>> rows) {
    public CsvText {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /** Reads a table in any encoding that contains ASCII; its separator is the one that the header has most of. */
    public static CsvText read(byte[] file, int mostRows) {
        CsvSyntax declared = CsvSyntax.of(file, StandardCharsets.ISO_8859_1, List.of());
        CsvRecords records = new CsvRecords("", file, declared.withMostFrequentSeparator(file), new ArrayList<>());
        List<String> header = List.of();
        List<List<String>> rows = new ArrayList<>();
        while (records.hasNext() && rows.size() < mostRows) {
            Optional<List<String>> fields = records.next(header.size());
            if (header.isEmpty()) {
                header = fields.orElse(List.of()).stream().map(String::strip).toList();
            } else {
                fields.ifPresent(rows::add);
            }
        }
        return new CsvText(header, rows);
    }
}
