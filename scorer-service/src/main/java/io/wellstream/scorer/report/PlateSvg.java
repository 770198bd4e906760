package io.wellstream.scorer.report;

import java.util.Locale;

/** Draws a plate: a treatment well is the darker the surer its label; a control is a square, crossed out where it is missed. */
final class PlateSvg {
    private static final int CELL = 10;
    private static final int MARGIN = 18;
    private static final int[] FAINT = {0xEA, 0xF1, 0xFB};
    private static final int[] STRONG = {0x0B, 0x3C, 0x7D};

    private PlateSvg() {}

    static String of(PlateMap plate) {
        int rows =
                plate.spots().stream().mapToInt(spot -> spot.at().row()).max().orElse(0) + 1;
        int columns = plate.spots().stream()
                .mapToInt(spot -> spot.at().column())
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"plate %s\">",
                MARGIN + columns * CELL + 2,
                MARGIN + rows * CELL + 2,
                plate.plate()));
        for (int column = 1; column <= columns; column += columns > 8 ? 4 : 1) {
            svg.append(letter(x(column) + CELL / 2.0, MARGIN - 6.0, "middle", String.valueOf(column)));
        }
        for (int row = 0; row < rows; row++) {
            String name = row < 26 ? String.valueOf((char) ('A' + row)) : "A" + (char) ('A' + row - 26);
            svg.append(letter(MARGIN - 4.0, y(row) + CELL - 2.5, "end", name));
        }
        plate.spots().forEach(spot -> svg.append(draw(spot)));
        return svg.append("</svg>").toString();
    }

    private static int x(int column) {
        return MARGIN + (column - 1) * CELL;
    }

    private static int y(int row) {
        return MARGIN + row * CELL;
    }

    private static String letter(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
    }

    private static String draw(PlateMap.Spot spot) {
        int x = x(spot.at().column());
        int y = y(spot.at().row());
        String title = "<title>" + spot.at() + ": " + Markup.escape(spot.label()) + ", "
                + String.format(Locale.ROOT, "%.0f %%", 100 * spot.confidence())
                + spot.truth().map(truth -> ", truth " + Markup.escape(truth)).orElse("") + "</title>";
        String shape = spot.isControl()
                ? String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" class=\"%s\"/>",
                        x + 1,
                        y + 1,
                        CELL - 2,
                        CELL - 2,
                        spot.isWrong() ? "missed" : "found")
                : String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>",
                        x + CELL / 2.0,
                        y + CELL / 2.0,
                        CELL / 2.0 - 0.6,
                        colour(spot.confidence()));
        String cross = spot.isWrong()
                ? String.format(
                        Locale.ROOT,
                        "<path class=\"cross\" d=\"M%d %dl%d %dm0 %dl%d %d\"/>",
                        x + 2,
                        y + 2,
                        CELL - 4,
                        CELL - 4,
                        -(CELL - 4),
                        -(CELL - 4),
                        CELL - 4)
                : "";
        return "<g>" + title + shape + cross + "</g>";
    }

    private static String colour(double confidence) {
        int[] mixed = new int[3];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (int) Math.round(FAINT[i] + (STRONG[i] - FAINT[i]) * Math.clamp(confidence, 0, 1));
        }
        return String.format(Locale.ROOT, "#%02x%02x%02x", mixed[0], mixed[1], mixed[2]);
    }

    /** What the shades mean. */
    static String legend() {
        StringBuilder legend = new StringBuilder("<p class=\"legend\">confidence ");
        for (int step = 0; step <= 4; step++) {
            legend.append("<span style=\"background:")
                    .append(colour(step / 4.0))
                    .append("\"></span>");
        }
        return legend.append(" 0–100&#8239;% &ensp; <i class=\"found\"></i> control named right &ensp;"
                        + " <i class=\"missed\">&times;</i> control missed</p>\n")
                .toString();
    }
}
