package io.wellstream.local.status.dashboard;

import io.wellstream.local.status.promql.Point;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in the templates of alerts: a label, or the value as Prometheus's {@code humanize…} functions write it. */
final class AlertText {
    private static final Pattern PLACE =
            Pattern.compile("\\{\\{\\s*\\$(?:labels\\.(\\w+)|value\\s*\\|\\s*(\\w+))\\s*}}");
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private AlertText() {}

    static String expand(String template, Point series) {
        return PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(filled(place, series)));
    }

    private static String filled(MatchResult place, Point series) {
        if (place.group(1) != null) {
            return series.labels().get(place.group(1));
        }
        return switch (place.group(2)) {
            case "humanizePercentage" -> digits(100 * series.value()) + "%";
            case "humanizeDuration" -> duration(series.value());
            case "humanize" -> humanized(series.value());
            case String unknown ->
                throw new IllegalArgumentException("alert templates cannot use the function " + unknown);
        };
    }

    private static String duration(double seconds) {
        if (seconds < 1) {
            return digits(1000 * seconds) + "ms";
        }
        long whole = (long) seconds;
        if (whole < 60) {
            return digits(seconds) + "s";
        }
        String minutes = whole / 60 % 60 + "m " + whole % 60 + "s";
        return whole < 3600 ? minutes : whole / 3600 + "h " + minutes;
    }

    private static String humanized(double value) {
        if (Math.abs(value) < 1000) {
            return digits(value);
        }
        return Math.abs(value) < 1e6 ? digits(value / 1e3) + "k" : digits(value / 1e6) + "M";
    }

    private static String digits(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        return BigDecimal.valueOf(value).round(FOUR_DIGITS).stripTrailingZeros().toPlainString();
    }
}
