package io.wellstream.local.cli.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** Draws the memory of each process over time. A gap means that the process was not running; a tick below, that it was killed. */
public final class MemoryPicture {
    private static final int WIDTH = 1240;
    private static final int HEIGHT = 620;
    private static final int LEFT = 70;
    private static final int RIGHT = 150;
    private static final int TOP = 60;
    private static final int BOTTOM = 70;
    private static final int GRID_LINES = 5;
    private static final double LONGEST_GAP = 5; // seconds; longer gaps are left open
    private static final Color GRID = new Color(0xE4E7EB);
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

    /** A process was killed, seconds after the start. */
    public record Kill(double seconds, String process) {}

    private final Map<String, List<Sample>> samples;
    private final List<Kill> kills;
    private final double seconds;
    private final double megabytes;

    private MemoryPicture(Map<String, List<Sample>> samples, List<Kill> kills) {
        this.samples = samples;
        this.kills = kills;
        List<Sample> all = samples.values().stream().flatMap(List::stream).toList();
        seconds = all.stream().mapToDouble(Sample::seconds).max().orElse(1);
        double most = all.stream().mapToDouble(Sample::megabytes).max().orElse(1);
        megabytes = 250 * Math.ceil(most / 250);
    }

    /** Writes a PNG. */
    public static void write(Path file, String title, Map<String, List<Sample>> samples, List<Kill> kills)
            throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Ink.PAPER);
        g.fillRect(0, 0, WIDTH, HEIGHT);
        new MemoryPicture(samples, kills).draw(g, title);
        g.dispose();
        ImageIO.write(image, "png", file.toFile());
    }

    private void draw(Graphics2D g, String title) {
        g.setColor(Ink.TEXT);
        g.setFont(Ink.TITLE);
        g.drawString(title, LEFT, 36);
        drawGrid(g);
        int number = 0;
        for (Map.Entry<String, List<Sample>> process : samples.entrySet()) {
            Color color = COLORS.get(number % COLORS.size());
            drawCurve(g, process.getValue(), color);
            drawKills(g, process.getKey(), color);
            g.setFont(Ink.PLAIN);
            g.drawString(process.getKey(), WIDTH - RIGHT + 14, TOP + 14 + 20 * number);
            number++;
        }
    }

    private void drawGrid(Graphics2D g) {
        g.setFont(Ink.SMALL);
        for (int i = 0; i <= GRID_LINES; i++) {
            double value = megabytes * i / GRID_LINES;
            g.setColor(GRID);
            g.drawLine(LEFT, (int) y(value), WIDTH - RIGHT, (int) y(value));
            g.setColor(Ink.MUTED);
            String label = String.format(Locale.ROOT, "%,.0f MB", value);
            g.drawString(label, LEFT - 8 - g.getFontMetrics().stringWidth(label), (int) y(value) + 4);
        }
        int step = seconds > 600 ? 2 : 1;
        for (int minute = 0; minute * 60 <= seconds; minute += step) {
            g.drawString(minute + " min", (int) x(minute * 60.0), HEIGHT - BOTTOM + 18);
        }
        g.drawString("killed", LEFT - 40, HEIGHT - 26);
    }

    private void drawCurve(Graphics2D g, List<Sample> curve, Color color) {
        Path2D path = new Path2D.Double();
        double last = Double.NEGATIVE_INFINITY;
        for (Sample sample : curve) {
            if (sample.seconds() - last > LONGEST_GAP) {
                path.moveTo(x(sample.seconds()), y(sample.megabytes()));
            } else {
                path.lineTo(x(sample.seconds()), y(sample.megabytes()));
            }
            last = sample.seconds();
        }
        g.setColor(color);
        g.setStroke(new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(path);
    }

    private void drawKills(Graphics2D g, String process, Color color) {
        g.setColor(color);
        g.setStroke(new BasicStroke(3f));
        kills.stream()
                .filter(kill -> kill.process().equals(process))
                .forEach(
                        kill -> g.drawLine((int) x(kill.seconds()), HEIGHT - 40, (int) x(kill.seconds()), HEIGHT - 26));
        g.setStroke(new BasicStroke(1f));
    }

    private double x(double second) {
        return LEFT + second / seconds * (WIDTH - LEFT - RIGHT);
    }

    private double y(double megabyte) {
        return HEIGHT - BOTTOM - megabyte / megabytes * (HEIGHT - TOP - BOTTOM);
    }
}
