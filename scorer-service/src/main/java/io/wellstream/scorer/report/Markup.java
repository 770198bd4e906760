package io.wellstream.scorer.report;

import io.wellstream.proto.v1.Share;
import java.util.Locale;

/** How names and numbers stand in the page. */
final class Markup {
    private Markup() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f&#8239;%%", 100 * share);
    }

    /** Value, n and interval: an accuracy never stands without them. */
    static String share(Share share) {
        return String.format(
                Locale.ROOT,
                "<b>%s</b> <small>%d of %d; %.1f–%.1f&#8239;%%%s</small>",
                percent(share.getValue()),
                share.getHits(),
                share.getN(),
                100 * share.getLow(),
                100 * share.getHigh(),
                share.getExperiments() > 1 ? ", " + share.getExperiments() + " experiments" : "");
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String header(String... cells) {
        return row("th", cells);
    }

    static String row(String... cells) {
        return row("td", cells);
    }

    private static String row(String tag, String... cells) {
        StringBuilder row = new StringBuilder("<tr>");
        for (String cell : cells) {
            row.append('<')
                    .append(tag)
                    .append('>')
                    .append(cell)
                    .append("</")
                    .append(tag)
                    .append('>');
        }
        return row.append("</tr>\n").toString();
    }
}
