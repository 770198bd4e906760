package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.Treatment;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.table.CsvFile;
import io.wellstream.proto.v1.WellRole;
import java.util.OptionalInt;

/**
 * Checks the label of a row.
 *
 * @param free whether any text may be a label; otherwise all have one notation
 */
record LabelCheck(Layout layout, LabelNotation notation, TableColumns columns, boolean free) {
    /** The row's label. */
    String label(CsvFile.Row row, WellId well, WellRole role) throws RowCheck.BadRowException {
        String column = columns.name(Field.LABEL);
        String label = notation.read(columns.get(row, Field.LABEL));
        if (label.isEmpty()) {
            throw bad(row, well, "no " + column, free ? "a label" : notation.example());
        }
        String named = column + " '" + label + "' ";
        if (NoLabel.isMeantBy(label, role)) {
            throw bad(
                    row,
                    well,
                    named + "says that the well has no label",
                    "a label, or a control in a well without treatment");
        }
        if (!free && !notation.fits(label)) {
            throw bad(row, well, named + "is not written like the others", notation.example());
        }
        int end = end(role);
        OptionalInt number = free ? OptionalInt.empty() : notation.number(label);
        if (end > 0 && number.isPresent() && number.getAsInt() >= end) {
            throw bad(row, well, named + "is out of range", "a number below " + end);
        }
        try {
            return new Treatment(label).label();
        } catch (IllegalArgumentException e) {
            throw bad(row, well, named + "is not a valid label", "1 to 200 characters");
        }
    }

    /** The number that a label's number must be below; 0 or less if there is none. */
    private int end(WellRole role) {
        if (notation == LabelNotation.NAME) {
            return layout.labels() - 1;
        }
        return role == WellRole.WELL_ROLE_TREATMENT ? layout.treatments() : layout.labels();
    }

    private static RowCheck.BadRowException bad(CsvFile.Row row, WellId well, String problem, String expected) {
        return new RowCheck.BadRowException(row.problem(problem, expected).in(well));
    }
}
