package io.wellstream.local.cli.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/** Colours and fonts of the pictures, and their paper. */
final class Ink {
    static final Color TEXT = new Color(0x1F2933);
    static final Color MUTED = new Color(0x7B8794);
    static final Color TRAINING = new Color(0x2F6FDE);
    static final Color ACCURACY = new Color(0xD9822B);
    static final Color RIGHT = new Color(0x2E9E5B);
    static final Color WRONG = new Color(0xC93A3A);
    static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);

    private Ink() {}

    /** A white picture with a title, and what {@code content} draws. */
    static BufferedImage picture(int width, int height, String title, Consumer<Graphics2D> content) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
        g.setColor(TEXT);
        g.setFont(TITLE);
        g.drawString(title, 24, 40);
        content.accept(g);
        g.dispose();
        return picture;
    }
}
