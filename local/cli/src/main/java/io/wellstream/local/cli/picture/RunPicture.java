package io.wellstream.local.cli.picture;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

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
            List<WellPart> wells) {
        public CellTypePart {
            loss = List.copyOf(loss);
            accuracy = List.copyOf(accuracy);
            wells = List.copyOf(wells);
        }
    }

    /**
     * An unseen well with its true and its predicted label.
     *
     * @param well short enough for a thumbnail, e.g. {@code 1/B03}
     * @param confidence 0…1
     */
    public record WellPart(BufferedImage image, String well, String truth, String predicted, double confidence) {
        boolean right() {
            return truth.equals(predicted);
        }
    }

    private RunPicture() {}

    /** Draws the picture and writes it as PNG. */
    public static void write(Path file, String title, List<CellTypePart> parts) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (!ImageIO.write(draw(title, parts), "png", file.toFile())) {
            throw new IOException("no PNG writer in this Java runtime for " + file);
        }
    }

    static BufferedImage draw(String title, List<CellTypePart> parts) {
        BufferedImage picture = new BufferedImage(WIDTH, HEADER + parts.size() * ROW, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            g.setColor(Ink.PAPER);
            g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
            g.setColor(Ink.TEXT);
            g.setFont(Ink.TITLE);
            g.drawString(title, MARGIN, 40);
            for (int i = 0; i < parts.size(); i++) {
                drawPart(g, parts.get(i), HEADER + i * ROW);
            }
        } finally {
            g.dispose();
        }
        return picture;
    }

    private static void drawPart(Graphics2D g, CellTypePart part, int y) {
        g.setColor(Ink.TEXT);
        g.setFont(Ink.BOLD);
        g.drawString(part.cellType() + ": " + part.outcome(), MARGIN, y + 18);
        int half = (WIDTH - 3 * MARGIN) / 2;
        new CurveChart("training loss", List.of(new Curve("loss", Ink.TRAINING, part.loss())), Double.NaN, "")
                .draw(g, new Rectangle(MARGIN, y + 26, half, CHART_HEIGHT));
        new CurveChart(
                        "training accuracy",
                        List.of(new Curve("accuracy, augmented samples", Ink.ACCURACY, part.accuracy())),
                        part.chance(),
                        "chance")
                .draw(g, new Rectangle(2 * MARGIN + half, y + 26, half, CHART_HEIGHT));
        int step = THUMBNAIL + 8;
        int fit = (WIDTH - 2 * MARGIN + 8) / step;
        for (int i = 0; i < Math.min(fit, part.wells().size()); i++) {
            drawWell(g, part.wells().get(i), MARGIN + i * step, y + 26 + CHART_HEIGHT + 6);
        }
    }

    private static void drawWell(Graphics2D g, WellPart well, int x, int y) {
        g.drawImage(well.image(), x, y, THUMBNAIL, THUMBNAIL, null);
        g.setColor(well.right() ? Ink.RIGHT : Ink.WRONG);
        g.setStroke(new BasicStroke(3f));
        g.drawRect(x, y, THUMBNAIL - 1, THUMBNAIL - 1);
        g.setStroke(new BasicStroke(1f));
        g.setFont(Ink.SMALL);
        String verdict = String.format(Locale.ROOT, "%s %.0f %%", well.predicted(), 100 * well.confidence());
        g.drawString(verdict, x, y + THUMBNAIL + 13);
        g.setColor(Ink.MUTED);
        g.drawString(well.right() ? well.well() : well.well() + " " + well.truth(), x, y + THUMBNAIL + 26);
    }
}
