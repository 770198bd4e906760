package io.wellstream.imaging.render;

import io.wellstream.imaging.screen.PlateDesign;
import io.wellstream.imaging.screen.WellPosition;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Map;

/** A picture of a plate: one picture per well at its position, rows labelled by letter and columns by number. */
public final class PlateOverview {
    private static final int MARGIN = 30;
    private static final int TITLE = 30;
    private static final int GAP = 2;
    private static final Color BACKGROUND = new Color(24, 24, 28);
    private static final Color EMPTY = new Color(44, 44, 50);

    private PlateOverview() {}

    /**
     * Draws a plate; wells without a picture are grey.
     *
     * @param tile side of a well's square, pixels
     */
    public static BufferedImage draw(
            String title, PlateDesign plate, Map<WellPosition, BufferedImage> wells, int tile) {
        int step = tile + GAP;
        int width = MARGIN + plate.columns() * step + GAP;
        int height = TITLE + MARGIN + plate.rows() * step + GAP;
        BufferedImage overview = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = overview.createGraphics();
        Lettering.smooth(graphics);
        graphics.setColor(BACKGROUND);
        graphics.fillRect(0, 0, width, height);
        Lettering.write(graphics, title, 6, 21, 16, width - 12);
        for (int column = 1; column <= plate.columns(); column++) {
            int x = MARGIN + (column - 1) * step + tile / 2 - 7;
            Lettering.write(graphics, Integer.toString(column), x, TITLE + 22, 11, MARGIN);
        }
        for (int row = 0; row < plate.rows(); row++) {
            int y = TITLE + MARGIN + row * step;
            Lettering.write(graphics, letters(row), 8, y + tile / 2 + 4, 11, MARGIN);
            for (int column = 1; column <= plate.columns(); column++) {
                int x = MARGIN + (column - 1) * step;
                BufferedImage picture = wells.get(new WellPosition(row, column));
                if (picture == null) {
                    graphics.setColor(EMPTY);
                    graphics.fillRect(x, y, tile, tile);
                } else {
                    graphics.drawImage(picture, x, y, tile, tile, null);
                }
            }
        }
        graphics.dispose();
        return overview;
    }

    private static String letters(int row) {
        String first = new WellPosition(row, 1).toString();
        return first.substring(0, first.length() - 2);
    }
}
