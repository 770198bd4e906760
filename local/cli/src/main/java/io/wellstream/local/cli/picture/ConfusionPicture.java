package io.wellstream.local.cli.picture;

import io.wellstream.proto.v1.ConfusionCount;
import io.wellstream.proto.v1.KnownTruth;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** A picture of which controls are taken for which: a row per control, a column per prediction, in one order. */
public final class ConfusionPicture {
    private static final int LEFT = 150;
    private static final int TOP = 96;
    private static final int CELL = 20;
    private static final int GAP = 110; // above each matrix: its title and the names of its columns
    private static final Color GRID = new Color(0xE4E7EB);

    private ConfusionPicture() {}

    /** @param sets controls of known labels, each drawn below the one before */
    public static BufferedImage draw(String title, List<KnownTruth> sets) {
        int width = 720;
        int height = TOP;
        for (KnownTruth set : sets) {
            int side = CELL * labels(set).size();
            width = Math.max(width, LEFT + side + 40);
            height += GAP + side;
        }
        return Ink.picture(width, height + 40, title, g -> {
            g.setFont(Ink.SMALL);
            g.setColor(Ink.MUTED);
            g.drawString(
                    "rows: the control; columns: its most probable class. Green: right, red: wrong; the darker, the larger its share of the row",
                    24,
                    62);
            int y = TOP;
            for (KnownTruth set : sets) {
                y = matrix(g, set, y + GAP);
            }
        });
    }

    private static List<String> labels(KnownTruth set) {
        TreeSet<String> labels = new TreeSet<>();
        set.getConfusionList().forEach(count -> {
            labels.add(count.getLabel());
            labels.add(count.getPredicted());
        });
        return List.copyOf(labels);
    }

    /** Returns the lower edge. */
    private static int matrix(Graphics2D g, KnownTruth set, int top) {
        List<String> labels = labels(set);
        int side = CELL * labels.size();
        g.setFont(Ink.BOLD);
        g.setColor(Ink.TEXT);
        g.drawString(heading(set), 24, top - GAP + 16);
        Map<String, Long> wells = new HashMap<>();
        set.getConfusionList().forEach(count -> wells.merge(count.getLabel(), count.getWells(), Long::sum));
        for (ConfusionCount count : set.getConfusionList()) {
            double share = (double) count.getWells() / wells.getOrDefault(count.getLabel(), 1L);
            boolean right = count.getLabel().equals(count.getPredicted());
            Color ink = right ? Ink.RIGHT : Ink.WRONG;
            g.setColor(new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), 30 + (int) (225 * share)));
            g.fillRect(
                    LEFT + CELL * labels.indexOf(count.getPredicted()),
                    top + CELL * labels.indexOf(count.getLabel()),
                    CELL,
                    CELL);
        }
        g.setColor(GRID);
        for (int i = 0; i <= labels.size(); i++) {
            g.drawLine(LEFT, top + CELL * i, LEFT + side, top + CELL * i);
            g.drawLine(LEFT + CELL * i, top, LEFT + CELL * i, top + side);
        }
        g.setFont(Ink.SMALL);
        g.setColor(Ink.TEXT);
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.get(i);
            g.drawString(label, LEFT - 8 - g.getFontMetrics().stringWidth(label), top + CELL * i + 14);
            column(g, label, LEFT + CELL * i + 14, top - 6);
        }
        return top + side;
    }

    private static void column(Graphics2D g, String label, int x, int y) {
        Graphics2D turned = (Graphics2D) g.create();
        turned.translate(x, y);
        turned.rotate(-Math.PI / 2);
        turned.drawString(label, 0, 0);
        turned.dispose();
    }

    private static String heading(KnownTruth set) {
        return String.format(
                Locale.ROOT,
                "%s%s of %d experiments: %.1f %% of %,d wells right, chance %.1f %%%s",
                set.getSet(),
                set.getCellType().isEmpty() ? "" : " of " + set.getCellType(),
                set.getExperimentsCount(),
                100 * set.getAccuracy().getValue(),
                set.getAccuracy().getN(),
                100 * set.getChance(),
                set.getTransductive() ? ", transductive" : "");
    }
}
