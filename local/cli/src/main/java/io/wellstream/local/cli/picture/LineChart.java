package io.wellstream.local.cli.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Draws lines in a plot with a grid.
 *
 * @param lastX the right end of the x axis
 * @param top the upper end of the y axis, which starts at 0
 * @param longestGap points that are further apart in x are not connected
 */
record LineChart(List<Line> lines, double firstX, double lastX, double top, double longestGap) {
    private static final Color GRID = new Color(0xE4E7EB);
    private static final int GRID_LINES = 4;

    record Point(double x, double y) {}

    record Line(String name, Color color, List<Point> points) {}

    void draw(Graphics2D g, Rectangle plot, DoubleFunction<String> label) {
        g.setFont(Ink.SMALL);
        for (int i = 0; i <= GRID_LINES; i++) {
            double value = top * i / GRID_LINES;
            g.setColor(GRID);
            g.drawLine(plot.x, y(plot, value), plot.x + plot.width, y(plot, value));
            g.setColor(Ink.MUTED);
            String text = label.apply(value);
            g.drawString(text, plot.x - 8 - g.getFontMetrics().stringWidth(text), y(plot, value) + 4);
        }
        for (Line line : lines) {
            Path2D path = new Path2D.Double();
            double previous = Double.NEGATIVE_INFINITY;
            for (Point point : line.points()) {
                if (point.x() - previous > longestGap) {
                    path.moveTo(x(plot, point.x()), y(plot, point.y()));
                } else {
                    path.lineTo(x(plot, point.x()), y(plot, point.y()));
                }
                previous = point.x();
            }
            g.setColor(line.color());
            g.setStroke(new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            g.draw(path);
            g.setStroke(new BasicStroke(1f));
        }
    }

    /** A dashed line at a value, unless it is NaN or beyond the plot. */
    void drawReference(Graphics2D g, Rectangle plot, double value, String name) {
        if (!(value <= top)) {
            return;
        }
        g.setColor(Ink.MUTED);
        g.setStroke(new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {4f, 4f}, 0f));
        g.drawLine(plot.x, y(plot, value), plot.x + plot.width, y(plot, value));
        g.setStroke(new BasicStroke(1f));
        int right = plot.x + plot.width - g.getFontMetrics().stringWidth(name);
        g.drawString(name, right, y(plot, value) - 4);
    }

    int x(Rectangle plot, double x) {
        return (int) Math.round(plot.x + (x - firstX) / (lastX - firstX) * plot.width);
    }

    private int y(Rectangle plot, double y) {
        return (int) Math.round(plot.y + plot.height * (1 - Math.min(1, y / top)));
    }
}
