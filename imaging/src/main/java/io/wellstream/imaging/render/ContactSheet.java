package io.wellstream.imaging.render;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Pictures in rows, each with a caption below it, and a title above all. */
public final class ContactSheet {
    private static final int GAP = 6;
    private static final int CAPTION = 18;
    private static final int TITLE = 30;
    private static final Color BACKGROUND = new Color(24, 24, 28);

    private final String title;
    private final int columns;
    private final int tile;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(String caption, BufferedImage picture) {}

    /**
     * @param tile side of the square that each picture is fitted into, pixels
     */
    public ContactSheet(String title, int columns, int tile) {
        if (columns < 1 || tile < 8) {
            throw new IllegalArgumentException("a contact sheet of " + columns + " columns and tiles of " + tile);
        }
        this.title = title;
        this.columns = columns;
        this.tile = tile;
    }

    public ContactSheet add(String caption, BufferedImage picture) {
        entries.add(new Entry(caption, picture));
        return this;
    }

    public BufferedImage draw() {
        int rows = Math.max(1, (entries.size() + columns - 1) / columns);
        int width = GAP + columns * (tile + GAP);
        int height = TITLE + rows * (tile + CAPTION + GAP) + GAP;
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        Lettering.smooth(graphics);
        graphics.setColor(BACKGROUND);
        graphics.fillRect(0, 0, width, height);
        Lettering.write(graphics, title, GAP, 21, 16, width - 2 * GAP);
        for (int i = 0; i < entries.size(); i++) {
            int x = GAP + i % columns * (tile + GAP);
            int y = TITLE + i / columns * (tile + CAPTION + GAP);
            Entry entry = entries.get(i);
            fit(graphics, entry.picture, x, y);
            Lettering.write(graphics, entry.caption, x, y + tile + 13, 11, tile);
        }
        graphics.dispose();
        return sheet;
    }

    /** Draws the picture centred in the tile, as large as fits with its proportions kept. */
    private void fit(Graphics2D graphics, BufferedImage picture, int x, int y) {
        double factor = Math.min((double) tile / picture.getWidth(), (double) tile / picture.getHeight());
        int width = Math.max(1, (int) Math.round(picture.getWidth() * factor));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * factor));
        graphics.drawImage(picture, x + (tile - width) / 2, y + (tile - height) / 2, width, height, null);
    }
}
