package io.wellstream.ingest.qc;

import io.wellstream.imaging.screen.WellPosition;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Draws one channel of a plate as SVG, with rows and columns named. A well is blue if it is darker than the plate's median and red if it
 * is brighter, saturated at half and at twice; crossed out if it is missing; framed if its site is mixed up.
 */
final class PlateDrawing {
    private static final int CELL = 14;
    private static final int LEFT = 22;
    private static final int TOP = 16;

    private final ScreenShape shape;
    private final Map<WellPosition, double[]> means;
    private final Set<WellPosition> missing;
    private final Set<WellPosition> mixed;

    /** @param means grey levels by well, then channel */
    PlateDrawing(
            ScreenShape shape, Map<WellPosition, double[]> means, Set<WellPosition> missing, Set<WellPosition> mixed) {
        this.shape = shape;
        this.means = means;
        this.missing = missing;
        this.mixed = mixed;
    }

    /** @param channel from 0 */
    String svg(int channel) {
        int rows = shape.plates().rows();
        int columns = shape.plates().columns();
        StringBuilder svg = new StringBuilder("<svg width=\"%d\" height=\"%d\" role=\"img\">"
                .formatted(LEFT + columns * CELL + 1, TOP + rows * CELL + 1));
        for (int column = 1; column <= columns; column++) {
            text(svg, LEFT + (column - 1) * CELL + CELL / 2, TOP - 4, String.valueOf(column));
        }
        BrightnessScale scale = new BrightnessScale(means.values(), channel);
        for (int row = 0; row < rows; row++) {
            String letters = new WellPosition(row, 1).toString().replaceAll("[0-9]", "");
            text(svg, LEFT / 2, TOP + row * CELL + CELL - 4, letters);
            for (int column = 1; column <= columns; column++) {
                well(svg, new WellPosition(row, column), channel, scale);
            }
        }
        return svg.append("</svg>").toString();
    }

    private static void text(StringBuilder svg, int x, int y, String text) {
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>".formatted(x, y, text));
    }

    private void well(StringBuilder svg, WellPosition well, int channel, BrightnessScale scale) {
        int x = LEFT + (well.column() - 1) * CELL;
        int y = TOP + well.row() * CELL;
        double[] mean = means.get(well);
        if (mean == null && !missing.contains(well)) {
            return;
        }
        String title = mean == null
                ? well + ": missing"
                : String.format(Locale.ROOT, "%s: mean grey level %.2f", well, mean[channel]);
        String fill = mean == null ? "none" : "#%06x".formatted(scale.of(mean).getRGB() & 0xffffff);
        svg.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"%s><title>%s</title></rect>"
                .formatted(x, y, CELL - 1, CELL - 1, fill, mixed.contains(well) ? " class=\"mixed\"" : "", title));
        if (mean == null) {
            svg.append("<path d=\"M%d %dl%d %dm0 %dl%d %d\" class=\"missing\"/>"
                    .formatted(x, y, CELL - 1, CELL - 1, 1 - CELL, 1 - CELL, CELL - 1));
        }
    }
}
