package io.wellstream.imaging.render;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Writes text in pictures. On a machine without fonts (some containers) the text is left out. */
final class Lettering {
    private static final boolean HAS_FONTS = hasFonts();

    private Lettering() {}

    static void smooth(Graphics2D graphics) {
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        if (HAS_FONTS) {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        }
    }

    /** Writes from {@code x} with the baseline at {@code y}, shortened to the width. */
    static void write(Graphics2D graphics, String text, int x, int y, int size, int width) {
        if (!HAS_FONTS) {
            return;
        }
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
        graphics.setColor(Color.WHITE);
        graphics.drawString(shortened(text, graphics.getFontMetrics(), width), x, y);
    }

    private static String shortened(String text, FontMetrics metrics, int width) {
        if (metrics.stringWidth(text) <= width) {
            return text;
        }
        int length = text.length();
        while (length > 0 && metrics.stringWidth(text.substring(0, length) + "…") > width) {
            length--;
        }
        return text.substring(0, length) + "…";
    }

    private static boolean hasFonts() {
        Graphics2D graphics = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            graphics.drawString("a", 1, 7);
            return true;
        } catch (LinkageError
                | RuntimeException noFontConfiguration) { // the platform's font code throws various errors
            return false;
        } finally {
            graphics.dispose();
        }
    }
}
