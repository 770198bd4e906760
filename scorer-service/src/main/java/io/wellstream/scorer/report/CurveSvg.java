package io.wellstream.scorer.report;

import io.wellstream.proto.v1.Share;
import java.util.List;
import java.util.Locale;

/** Draws shares of wells over 0…1, each with its interval. */
final class CurveSvg {
    private static final int SIDE = 200;
    private static final int LEFT = 40;
    private static final int TOP = 12;
    private static final int WIDTH = LEFT + SIDE + 14;
    private static final int HEIGHT = TOP + SIDE + 38;

    private CurveSvg() {}

    /** A share, and where it stands. */
    record Point(double x, Share share) {}

    /** @param diagonal whether the points should lie where x equals y */
    static String of(List<Point> points, String xName, boolean diagonal) {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT, "<svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">", WIDTH, HEIGHT, xName));
        for (int tick = 0; tick <= 4; tick++) {
            double at = tick / 4.0;
            svg.append(line("grid", x(0), y(at), x(1), y(at)));
            svg.append(text(LEFT - 6.0, y(at) + 4, "end", 25 * tick + "&#8239;%"));
            svg.append(text(x(at), TOP + SIDE + 16.0, "middle", 25 * tick + "&#8239;%"));
        }
        svg.append(text(x(0.5), HEIGHT - 4.0, "middle", xName));
        if (diagonal) {
            svg.append(line("ideal", x(0), y(0), x(1), y(1)));
        }
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            Share share = point.share();
            svg.append(line("bar", x(point.x()), y(share.getLow()), x(point.x()), y(share.getHigh())));
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(String.format(Locale.ROOT, "%.1f %.1f", x(point.x()), y(share.getValue())));
        }
        svg.append("<path class=\"curve\" d=\"").append(path).append("\"/>");
        for (Point point : points) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"point\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"><title>%s of %d</title></circle>",
                    x(point.x()),
                    y(point.share().getValue()),
                    Markup.percent(point.share().getValue()),
                    point.share().getN()));
        }
        return svg.append("</svg>").toString();
    }

    private static double x(double share) {
        return LEFT + share * SIDE;
    }

    private static double y(double share) {
        return TOP + (1 - share) * SIDE;
    }

    private static String line(String style, double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                style,
                x1,
                y1,
                x2,
                y2);
    }

    private static String text(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
    }
}
