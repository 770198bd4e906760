package io.wellstream.imaging.screen;

import java.util.Comparator;

/**
 * A position on a plate, as row letter and two-digit column: {@code B03} is row 1, column 3.
 *
 * @param row from 0 (A) to 31 (AF), as on plates of up to 1,536 wells
 * @param column from 1 to 48
 */
public record WellPosition(int row, int column) implements Comparable<WellPosition> {
    private static final int MAX_ROWS = 32;
    private static final int MAX_COLUMNS = 48;
    private static final Comparator<WellPosition> ORDER =
            Comparator.comparingInt(WellPosition::row).thenComparingInt(WellPosition::column);

    public WellPosition {
        if (row < 0 || row >= MAX_ROWS || column < 1 || column > MAX_COLUMNS) {
            throw new IllegalArgumentException("no plate has a well at row " + row + ", column " + column);
        }
    }

    /** Parses {@code B03} or {@code AF48}; refuses anything else. */
    public static WellPosition parse(String text) {
        int letters = 0;
        while (letters < text.length() && text.charAt(letters) >= 'A' && text.charAt(letters) <= 'Z') {
            letters++;
        }
        String digits = text.substring(letters);
        if (letters < 1 || letters > 2 || !digits.matches("[0-9]{2}")) {
            throw new IllegalArgumentException("'" + text + "' is not a well; expected e.g. B03");
        }
        int row = letters == 1 ? text.charAt(0) - 'A' : 26 * (text.charAt(0) - 'A' + 1) + text.charAt(1) - 'A';
        return new WellPosition(row, Integer.parseInt(digits));
    }

    @Override
    public int compareTo(WellPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        String letters = row < 26 ? String.valueOf((char) ('A' + row)) : "A" + (char) ('A' + row - 26);
        return letters + (column < 10 ? "0" : "") + column;
    }
}
