package io.wellstream.local.cli.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** A picture of accuracies: a bar for each recipe, with its 95 % interval. */
public final class AccuracyPicture {
    private static final int WIDTH = 1240;
    private static final int TOP = 70;
    private static final int ROW = 46;
    private static final int LEFT = 320;
    private static final int PLOT = 480;
    private static final double STEP = 0.1;
    private static final Color GRID = new Color(0xE4E7EB);

    /**
     * One recipe.
     *
     * @param low end of the interval; NaN for none
     * @param note for example the difference to another recipe
     */
    public record Bar(String name, double value, double low, double high, String note) {}

    private AccuracyPicture() {}

    /** @param chance accuracy of guessing, drawn as a dashed line */
    public static BufferedImage draw(String title, List<Bar> bars, double chance) {
        double end = bars.stream()
                .mapToDouble(bar -> Double.isNaN(bar.high()) ? bar.value() : Math.min(1, bar.high()))
                .max()
                .orElse(1);
        double top = Math.min(1, STEP * Math.ceil(Math.max(end, STEP) / STEP));
        int bottom = TOP + bars.size() * ROW;
        return Ink.picture(WIDTH, bottom + 44, title, g -> {
            drawAxis(g, top, bottom);
            for (int i = 0; i < bars.size(); i++) {
                drawBar(g, bars.get(i), top, TOP + i * ROW);
            }
            g.setColor(Ink.MUTED);
            g.setStroke(
                    new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {4f, 4f}, 0f));
            g.drawLine(x(chance, top), TOP, x(chance, top), bottom);
            g.setStroke(new BasicStroke(1f));
            g.drawString("accuracy on unseen experiments; dashed: chance", LEFT, bottom + 36);
        });
    }

    private static void drawAxis(Graphics2D g, double top, int bottom) {
        g.setFont(Ink.SMALL);
        for (int i = 0; i * STEP <= top + 1e-9; i++) {
            int x = x(i * STEP, top);
            g.setColor(GRID);
            g.drawLine(x, TOP, x, bottom);
            g.setColor(Ink.MUTED);
            g.drawString(String.format(Locale.ROOT, "%.0f %%", 100 * i * STEP), x - 12, bottom + 16);
        }
    }

    private static void drawBar(Graphics2D g, Bar bar, double top, int y) {
        g.setFont(Ink.PLAIN);
        g.setColor(Ink.TEXT);
        g.drawString(bar.name(), LEFT - 12 - g.getFontMetrics().stringWidth(bar.name()), y + 26);
        g.setColor(Ink.TRAINING);
        g.fillRect(LEFT, y + 10, x(bar.value(), top) - LEFT, 24);
        g.setColor(Ink.TEXT);
        if (!Double.isNaN(bar.low())) {
            int low = x(Math.max(0, bar.low()), top);
            int high = x(Math.min(1, bar.high()), top);
            g.setStroke(new BasicStroke(2f));
            g.drawLine(low, y + 22, high, y + 22);
            g.drawLine(low, y + 16, low, y + 28);
            g.drawLine(high, y + 16, high, y + 28);
            g.setStroke(new BasicStroke(1f));
        }
        g.drawString(String.format(Locale.ROOT, "%.1f %%", 100 * bar.value()), LEFT + PLOT + 16, y + 20);
        g.setFont(Ink.SMALL);
        g.setColor(Ink.MUTED);
        g.drawString(bar.note(), LEFT + PLOT + 16, y + 36);
    }

    private static int x(double value, double top) {
        return (int) Math.round(LEFT + PLOT * Math.min(1, value / top));
    }
}
