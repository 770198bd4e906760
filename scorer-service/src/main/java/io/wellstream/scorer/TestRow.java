package io.wellstream.scorer;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;
import java.util.List;
import java.util.stream.Stream;

/** A row that a submission must hold. */
record TestRow(String idCode, WellId well, CellType cellType) {
    private static final String HEADER = "id_code,experiment,plate,well,cell_type";

    /**
     * Reads an ingest's list of rows.
     *
     * @throws IllegalArgumentException naming the line that is not a row
     */
    static List<TestRow> parse(String csv) {
        List<String> lines = csv.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new IllegalArgumentException("a list of rows begins with '" + HEADER + "'");
        }
        return Stream.iterate(1, line -> line < lines.size(), line -> line + 1)
                .map(line -> row(line + 1, lines.get(line)))
                .toList();
    }

    private static TestRow row(int line, String text) {
        String[] fields = text.split(",", -1);
        if (fields.length != 5 || fields[0].isEmpty()) {
            throw new IllegalArgumentException("line " + line + " is '" + text + "'; expected " + HEADER);
        }
        try {
            WellId well = WellId.of(fields[1], Integer.parseInt(fields[2]), fields[3]);
            return new TestRow(fields[0], well, new CellType(fields[4]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + line + ": " + e.getMessage(), e);
        }
    }
}
