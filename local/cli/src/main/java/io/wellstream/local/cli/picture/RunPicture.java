package io.wellstream.local.cli.picture;

import io.wellstream.local.cli.picture.LineChart.Line;
import io.wellstream.local.cli.picture.LineChart.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A picture of training results: per cell type the learning curves and a few unseen wells with their predictions. */
public final class RunPicture {
    private static final int WIDTH = 1240;
    private static final int HEADER = 64;
    private static final int ROW = 390;
    private static final int CHART_HEIGHT = 210;
    private static final int THUMBNAIL = 112;
    private static final int MARGIN = 24;

    /**
     * The part of one cell type.
     *
     * @param loss training loss per epoch, in nats
     * @param accuracy training accuracy per epoch, 0…1
     * @param chance 1 / classes
     * @param outcome e.g. the accuracy on the unseen experiment
     * @param wells drawn in this order, as many as fit
     */
    public record CellTypePart(
            String cellType,
            List<Double> loss,
            List<Double> accuracy,
            double chance,
            String outcome,
            List<WellPart> wells) {}

    /**
     * An unseen well with its true and its predicted label.
     *
     * @param well short enough for a thumbnail, e.g. {@code 1/B03}
     * @param confidence 0…1
     */
    public record WellPart(BufferedImage image, String well, String truth, String predicted, double confidence) {
        boolean isRight() {
            return truth.equals(predicted);
        }
    }

    private RunPicture() {}

    public static BufferedImage draw(String title, List<CellTypePart> parts) {
        return Ink.picture(WIDTH, HEADER + parts.size() * ROW, title, g -> {
            for (int i = 0; i < parts.size(); i++) {
                drawPart(g, parts.get(i), HEADER + i * ROW);
            }
        });
    }

    private static void drawPart(Graphics2D g, CellTypePart part, int y) {
        g.setColor(Ink.TEXT);
        g.setFont(Ink.BOLD);
        g.drawString(part.cellType() + ": " + part.outcome(), MARGIN, y + 18);
        int half = (WIDTH - 3 * MARGIN) / 2;
        Rectangle left = new Rectangle(MARGIN, y + 26, half, CHART_HEIGHT);
        Rectangle right = new Rectangle(2 * MARGIN + half, y + 26, half, CHART_HEIGHT);
        drawChart(g, left, "training loss", Ink.TRAINING, part.loss(), Double.NaN);
        drawChart(g, right, "training accuracy (augmented samples)", Ink.ACCURACY, part.accuracy(), part.chance());
        int step = THUMBNAIL + 8;
        int fit = (WIDTH - 2 * MARGIN + 8) / step;
        for (int i = 0; i < Math.min(fit, part.wells().size()); i++) {
            drawWell(g, part.wells().get(i), MARGIN + i * step, y + 26 + CHART_HEIGHT + 6);
        }
    }

    /** @param chance marked with a dashed line; NaN for none */
    private static void drawChart(
            Graphics2D g, Rectangle area, String title, Color color, List<Double> values, double chance) {
        Rectangle plot = new Rectangle(area.x + 46, area.y + 34, area.width - 58, area.height - 60);
        List<Point> points = IntStream.range(0, values.size())
                .mapToObj(epoch -> new Point(epoch + 1, values.get(epoch)))
                .toList();
        double top =
                roundTop(values.stream().mapToDouble(Double::doubleValue).max().orElse(1));
        int epochs = Math.max(2, values.size());
        LineChart chart = new LineChart(List.of(new Line(title, color, points)), 1, epochs, top, 1);
        g.setColor(Ink.TEXT);
        g.setFont(Ink.BOLD);
        g.drawString(title, plot.x, area.y + 20);
        chart.draw(g, plot, value -> String.format(Locale.ROOT, top > 2 ? "%.1f" : "%.2f", value));
        chart.drawReference(g, plot, chance, "chance");
        g.setColor(Ink.MUTED);
        String last = "epoch " + values.size();
        int below = plot.y + plot.height + 16;
        g.drawString("1", plot.x, below);
        g.drawString(last, plot.x + plot.width - g.getFontMetrics().stringWidth(last), below);
    }

    /** The smallest of 1, 2, 4, 5, 10 times a power of ten that is not below the value. */
    private static double roundTop(double value) {
        if (!(value > 0)) {
            return 1;
        }
        double power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(value)));
        return IntStream.of(1, 2, 4, 5)
                .mapToDouble(step -> step * power)
                .filter(top -> value <= top * 1.0001)
                .findFirst()
                .orElse(10 * power);
    }

    private static void drawWell(Graphics2D g, WellPart well, int x, int y) {
        g.drawImage(well.image(), x, y, THUMBNAIL, THUMBNAIL, null);
        g.setColor(well.isRight() ? Ink.RIGHT : Ink.WRONG);
        g.setStroke(new BasicStroke(3f));
        g.drawRect(x, y, THUMBNAIL - 1, THUMBNAIL - 1);
        g.setStroke(new BasicStroke(1f));
        g.setFont(Ink.SMALL);
        String verdict = String.format(Locale.ROOT, "%s %.0f %%", well.predicted(), 100 * well.confidence());
        g.drawString(verdict, x, y + THUMBNAIL + 13);
        g.setColor(Ink.MUTED);
        g.drawString(well.isRight() ? well.well() : well.well() + " " + well.truth(), x, y + THUMBNAIL + 26);
    }
}
