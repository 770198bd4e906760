package io.wellstream.ingest.qc;

import io.wellstream.imaging.render.PngFile;
import io.wellstream.imaging.screen.PlateDesign;
import io.wellstream.imaging.screen.WellPosition;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.Set;

/**
 * Draws a plate: one map of its wells per channel, in the channels' order from left to right and top to bottom. A well is blue if it is
 * darker than the plate's median and red if it is brighter, saturated at twice; crossed out in black if it is missing; framed in yellow
 * if its channels do not show the same cells. There is no text, so that no fonts are needed.
 */
final class PlatePicture {
    private static final int CELL = 10;
    private static final int MARGIN = 12;
    private static final int MAPS_A_ROW = 3;
    private static final Color BACKGROUND = new Color(0xF4F4F4);
    private static final Color UNUSED = new Color(0xE2E2E2);
    private static final Color MISSING = new Color(0x202020);
    private static final Color MIXED = new Color(0xFFC400);

    private final PlateDesign design;
    private final Map<WellPosition, double[]> means;
    private final Set<WellPosition> missing;
    private final Set<WellPosition> mixed;

    /** @param means grey levels by well, then channel */
    PlatePicture(
            PlateDesign design, Map<WellPosition, double[]> means, Set<WellPosition> missing, Set<WellPosition> mixed) {
        this.design = design;
        this.means = means;
        this.missing = missing;
        this.mixed = mixed;
    }

    byte[] png(int channels) {
        int across = Math.min(channels, MAPS_A_ROW);
        int down = (channels + MAPS_A_ROW - 1) / MAPS_A_ROW;
        int mapWidth = design.columns() * CELL + MARGIN;
        int mapHeight = design.rows() * CELL + MARGIN;
        BufferedImage image =
                new BufferedImage(across * mapWidth + MARGIN, down * mapHeight + MARGIN, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(BACKGROUND);
        pen.fillRect(0, 0, image.getWidth(), image.getHeight());
        for (int channel = 0; channel < channels; channel++) {
            int left = MARGIN + channel % MAPS_A_ROW * mapWidth;
            int top = MARGIN + channel / MAPS_A_ROW * mapHeight;
            drawMap(pen, left, top, channel);
        }
        pen.dispose();
        return PngFile.encode(image);
    }

    private void drawMap(Graphics2D pen, int left, int top, int channel) {
        BrightnessScale scale = new BrightnessScale(means.values(), channel);
        for (int row = 0; row < design.rows(); row++) {
            for (int column = 1; column <= design.columns(); column++) {
                WellPosition well = new WellPosition(row, column);
                drawWell(pen, left + (column - 1) * CELL, top + row * CELL, well, scale);
            }
        }
    }

    private void drawWell(Graphics2D pen, int x, int y, WellPosition well, BrightnessScale scale) {
        double[] mean = means.get(well);
        pen.setColor(mean == null ? UNUSED : scale.of(mean));
        pen.fillRect(x, y, CELL - 1, CELL - 1);
        if (missing.contains(well)) {
            pen.setColor(MISSING);
            pen.drawLine(x, y, x + CELL - 2, y + CELL - 2);
            pen.drawLine(x, y + CELL - 2, x + CELL - 2, y);
        }
        if (mixed.contains(well)) {
            pen.setColor(MIXED);
            pen.drawRect(x, y, CELL - 2, CELL - 2);
            pen.drawRect(x + 1, y + 1, CELL - 4, CELL - 4);
        }
    }
}
