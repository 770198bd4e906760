package io.wellstream.imaging.screen;

/**
 * The format of a screen's plates and how often a treatment is repeated.
 *
 * @param rows from 1 to 32 (A to AF)
 * @param columns from 1 to 48
 * @param treatmentRepeats how often a treatment occurs in one experiment; 0 if not declared
 */
public record PlateDesign(int rows, int columns, int treatmentRepeats) {
    public PlateDesign {
        if (rows < 1 || rows > 32 || columns < 1 || columns > 48) {
            throw new IllegalArgumentException("a plate of " + rows + " rows and " + columns
                    + " columns; expected 1 to 32 rows and 1 to 48 columns");
        }
        if (treatmentRepeats < 0) {
            throw new IllegalArgumentException(
                    "treatment repeats " + treatmentRepeats + "; expected 0 (undeclared) or more");
        }
    }

    public boolean contains(WellPosition position) {
        return position.row() < rows && position.column() <= columns;
    }
}
