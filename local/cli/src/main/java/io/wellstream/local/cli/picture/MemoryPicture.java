package io.wellstream.local.cli.picture;

import io.wellstream.local.cli.picture.LineChart.Line;
import io.wellstream.local.cli.picture.LineChart.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the memory of each process over time. A gap means that the process was not running; a tick below, a fault. */
public final class MemoryPicture {
    private static final Rectangle PLOT = new Rectangle(70, 60, 1020, 490);
    private static final double LONGEST_GAP = 5; // seconds
    private static final List<Color> COLORS = List.of(
            new Color(0x2F6FDE),
            new Color(0xD9822B),
            new Color(0x2E9E5B),
            new Color(0xC93A3A),
            new Color(0x7A4FBF),
            new Color(0x0E8A8A),
            new Color(0x8A6D3B),
            new Color(0x52606D));

    /** Memory of a process, seconds after the start. */
    public record Sample(double seconds, double megabytes) {}

    /** A fault in a process, seconds after the start. */
    public record Mark(double seconds, String fault, String process) {}

    private MemoryPicture() {}

    public static BufferedImage draw(String title, Map<String, List<Sample>> samples, List<Mark> marks) {
        List<Line> lines = new ArrayList<>();
        samples.forEach((process, of) -> lines.add(new Line(
                process,
                COLORS.get(lines.size() % COLORS.size()),
                of.stream()
                        .map(sample -> new Point(sample.seconds(), sample.megabytes()))
                        .toList())));
        List<Sample> all = samples.values().stream().flatMap(List::stream).toList();
        double seconds = all.stream().mapToDouble(Sample::seconds).max().orElse(1);
        double most = all.stream().mapToDouble(Sample::megabytes).max().orElse(1);
        LineChart chart = new LineChart(lines, 0, seconds, 400 * Math.ceil(most / 400), LONGEST_GAP);
        return Ink.picture(1240, 620, title, g -> {
            chart.draw(g, PLOT, value -> String.format(Locale.ROOT, "%,.0f MB", value));
            g.setColor(Ink.MUTED);
            for (int minute = 0; minute * 60 <= seconds; minute += seconds > 600 ? 2 : 1) {
                g.drawString(minute + " min", chart.x(PLOT, minute * 60.0), PLOT.y + PLOT.height + 18);
            }
            g.drawString("fault", PLOT.x - 40, PLOT.y + PLOT.height + 44);
            lines.forEach(line -> drawProcess(g, chart, line, lines.indexOf(line), marks));
        });
    }

    private static void drawProcess(Graphics2D g, LineChart chart, Line line, int number, List<Mark> marks) {
        g.setColor(line.color());
        g.setFont(Ink.PLAIN);
        g.drawString(line.name(), PLOT.x + PLOT.width + 14, PLOT.y + 14 + 20 * number);
        g.setStroke(new BasicStroke(3f));
        int y = PLOT.y + PLOT.height + 30;
        marks.stream()
                .filter(mark -> mark.process().equals(line.name()))
                .mapToInt(mark -> chart.x(PLOT, mark.seconds()))
                .forEach(x -> g.drawLine(x, y, x, y + 14));
        g.setStroke(new BasicStroke(1f));
    }
}
