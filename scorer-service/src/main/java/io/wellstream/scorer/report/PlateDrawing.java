package io.wellstream.scorer.report;

import io.wellstream.imaging.screen.PlateId;
import java.util.List;
import java.util.stream.IntStream;

/** A plate map laid out in pixels: each well is a cell of 10 × 10, below the column numbers and right of the row letters. */
record PlateDrawing(PlateId plate, int width, int height, List<Label> columns, List<Label> rows, List<Well> wells) {
    private static final int CELL = 10;
    private static final int MARGIN = 18;

    static PlateDrawing of(PlateMap map) {
        int rows =
                1 + map.spots().stream().mapToInt(spot -> spot.at().row()).max().orElse(0);
        int columns =
                map.spots().stream().mapToInt(spot -> spot.at().column()).max().orElse(1);
        return new PlateDrawing(
                map.plate(),
                x(columns + 1) + 2,
                y(rows) + 2,
                IntStream.iterate(1, column -> column <= columns, column -> column + (columns > 8 ? 4 : 1))
                        .mapToObj(column -> new Label(x(column) + CELL / 2, String.valueOf(column)))
                        .toList(),
                IntStream.range(0, rows)
                        .mapToObj(row -> new Label(y(row) + CELL - 2, letters(row)))
                        .toList(),
                map.spots().stream()
                        .map(spot -> new Well(
                                spot, x(spot.at().column()), y(spot.at().row())))
                        .toList());
    }

    private static int x(int column) {
        return MARGIN + (column - 1) * CELL;
    }

    private static int y(int row) {
        return MARGIN + row * CELL;
    }

    private static String letters(int row) {
        return row < 26 ? String.valueOf((char) ('A' + row)) : "A" + (char) ('A' + row - 26);
    }

    /** The number of a column or the letters of a row, and where along its edge. */
    record Label(int at, String text) {}

    /** A well and the upper left corner of its cell. */
    record Well(PlateMap.Spot spot, int x, int y) {}
}
