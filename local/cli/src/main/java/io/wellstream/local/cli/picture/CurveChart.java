package io.wellstream.local.cli.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Locale;

/** Draws curves over epochs with a grid, a legend and an optional dashed reference line. */
final class CurveChart {
    private static final Color GRID = new Color(0xE4E7EB);
    private static final int LEFT = 46;
    private static final int BOTTOM = 26;
    private static final int TOP = 34;
    private static final int RIGHT = 12;

    private final String title;
    private final List<Curve> curves;
    private final double reference;
    private final String referenceName;

    /** @param reference a value to mark with a dashed line, e.g. chance; NaN for none */
    CurveChart(String title, List<Curve> curves, double reference, String referenceName) {
        this.title = title;
        this.curves = List.copyOf(curves);
        this.reference = reference;
        this.referenceName = referenceName;
    }

    void draw(Graphics2D g, Rectangle area) {
        Rectangle plot =
                new Rectangle(area.x + LEFT, area.y + TOP, area.width - LEFT - RIGHT, area.height - TOP - BOTTOM);
        double top = roundTop(curves.stream()
                .flatMap(curve -> curve.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1));
        g.setColor(Ink.TEXT);
        g.setFont(Ink.BOLD);
        g.drawString(title, area.x + LEFT, area.y + 20);
        drawGrid(g, plot, top);
        for (Curve curve : curves) {
            drawCurve(g, plot, curve, top);
        }
        drawLegend(g, area);
        if (!Double.isNaN(reference) && reference <= top) {
            drawReference(g, plot, top);
        }
    }

    private void drawGrid(Graphics2D g, Rectangle plot, double top) {
        g.setFont(Ink.SMALL);
        for (int i = 0; i <= 4; i++) {
            int y = plot.y + plot.height - i * plot.height / 4;
            g.setColor(GRID);
            g.drawLine(plot.x, y, plot.x + plot.width, y);
            g.setColor(Ink.MUTED);
            String label = String.format(Locale.ROOT, top > 2 ? "%.1f" : "%.2f", top * i / 4);
            g.drawString(label, plot.x - 8 - g.getFontMetrics().stringWidth(label), y + 4);
        }
        int epochs = epochs();
        String last = "epoch " + epochs;
        g.drawString("1", plot.x, plot.y + plot.height + 16);
        g.drawString(last, plot.x + plot.width - g.getFontMetrics().stringWidth(last), plot.y + plot.height + 16);
    }

    private void drawCurve(Graphics2D g, Rectangle plot, Curve curve, double top) {
        Path2D path = new Path2D.Double();
        int steps = Math.max(1, epochs() - 1);
        for (int i = 0; i < curve.values().size(); i++) {
            double x = plot.x + (double) i * plot.width / steps;
            double y = plot.y + plot.height * (1 - Math.min(1, curve.values().get(i) / top));
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        g.setColor(curve.color());
        g.setStroke(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(path);
        g.setStroke(new BasicStroke(1f));
    }

    private void drawReference(Graphics2D g, Rectangle plot, double top) {
        int y = (int) Math.round(plot.y + plot.height * (1 - reference / top));
        g.setColor(Ink.MUTED);
        g.setStroke(new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {4f, 4f}, 0f));
        g.drawLine(plot.x, y, plot.x + plot.width, y);
        g.setStroke(new BasicStroke(1f));
        g.drawString(referenceName, plot.x + 4, y - 4);
    }

    private void drawLegend(Graphics2D g, Rectangle area) {
        g.setFont(Ink.SMALL);
        int x = area.x + area.width - RIGHT;
        for (Curve curve : curves.reversed()) {
            x -= g.getFontMetrics().stringWidth(curve.name());
            g.setColor(Ink.TEXT);
            g.drawString(curve.name(), x, area.y + 20);
            g.setColor(curve.color());
            g.fillRect(x - 16, area.y + 14, 12, 4);
            x -= 28;
        }
    }

    private int epochs() {
        return curves.stream().mapToInt(curve -> curve.values().size()).max().orElse(1);
    }

    /** The smallest of 1, 2, 4, 5, 10 times a power of ten that is not below the value. */
    private static double roundTop(double value) {
        if (!(value > 0)) {
            return 1;
        }
        double power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(value)));
        for (double step : new double[] {1, 2, 4, 5}) {
            if (value <= step * power * 1.0001) {
                return step * power;
            }
        }
        return 10 * power;
    }
}
