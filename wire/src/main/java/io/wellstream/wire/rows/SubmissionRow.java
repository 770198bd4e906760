package io.wellstream.wire.rows;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;
import java.util.List;

/**
 * A row that every submission of a data set must contain. An ingest writes the rows of its screen's test part to an object; a scorer reads
 * them.
 *
 * @param idCode the row's identifier as the screen's metadata has it, e.g. {@code HEPG2-08_1_B03}
 */
public record SubmissionRow(String idCode, WellId well, CellType cellType) {
    private static final List<String> HEADER = List.of("id_code", "experiment", "plate", "well", "cell_type");

    public SubmissionRow {
        if (idCode.isEmpty()) {
            throw new IllegalArgumentException("the id_code of well " + well + " is empty");
        }
    }

    /** The rows as CSV, in the order given. */
    public static byte[] write(List<SubmissionRow> rows) {
        return Csv.write(
                HEADER,
                rows.stream()
                        .map(row -> List.of(
                                row.idCode,
                                row.well.experiment().name(),
                                row.well.plate().name(),
                                row.well.position().toString(),
                                row.cellType.name())));
    }

    /**
     * The rows of a CSV, in its order.
     *
     * @throws IllegalArgumentException naming the first line that is not a row
     */
    public static List<SubmissionRow> read(byte[] csv) {
        return Csv.read(csv, HEADER).stream().map(SubmissionRow::of).toList();
    }

    private static SubmissionRow of(Csv.Line line) {
        List<String> fields = line.fields();
        if (fields.size() != HEADER.size()) {
            throw new IllegalArgumentException("line " + line.number() + " is '" + String.join(",", fields)
                    + "'; expected " + String.join(",", HEADER));
        }
        try {
            WellId well = WellId.of(fields.get(1), fields.get(2), fields.get(3));
            return new SubmissionRow(fields.getFirst(), well, new CellType(fields.getLast()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + line.number() + ": " + e.getMessage(), e);
        }
    }
}
