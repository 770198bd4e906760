package io.wellstream.imaging.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of an image pattern: literal text, or a placeholder: {@code {subset}}, {@code {experiment}}, {@code {plate}}, {@code {well}},
 * {@code {row}}, {@code {column}}, {@code {site}}, {@code {channel}}, or {@code {*}} for anything that varies and means nothing. A
 * number may have a width: {@code {site:02}} is written {@code 01}.
 *
 * @param name of the placeholder; empty for literal text
 * @param text if it is literal
 * @param width the least number of digits
 */
record PatternPart(String name, String text, int width) {
    static final List<String> NAMES =
            List.of("subset", "experiment", "plate", "well", "row", "column", "site", "channel", "*");

    private static final String ANYTHING = "*";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}:]*)(?::0([1-9]))?}");

    static List<PatternPart> parse(String pattern) {
        List<PatternPart> parts = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(pattern);
        int end = 0;
        while (matcher.find()) {
            parts.add(new PatternPart("", pattern.substring(end, matcher.start()), 0));
            String width = matcher.group(2);
            parts.add(new PatternPart(matcher.group(1), "", width == null ? 0 : Integer.parseInt(width)));
            end = matcher.end();
        }
        parts.add(new PatternPart("", pattern.substring(end), 0));
        return parts;
    }

    /** @param values by the placeholder's name */
    String write(Map<String, String> values) {
        if (name.isEmpty()) {
            return text;
        }
        String value = name.equals(ANYTHING) ? ANYTHING : Objects.requireNonNull(values.get(name), name);
        boolean number = !value.isEmpty() && value.chars().allMatch(Character::isDigit);
        return number ? "0".repeat(Math.max(0, width - value.length())) + value : value;
    }

    /**
     * The expression that paths match.
     *
     * @param anySpelling whether case and leading zeros may differ
     */
    static Pattern regex(String pattern, boolean anySpelling) {
        StringBuilder regex = new StringBuilder();
        List<String> seen = new ArrayList<>();
        for (PatternPart part : parse(pattern)) {
            if (part.name.isEmpty()) {
                regex.append(Pattern.quote(part.text));
            } else if (part.name.equals(ANYTHING)) {
                regex.append("[^/]*?");
            } else if (seen.contains(part.name)) {
                regex.append("\\k<").append(part.name).append('>');
            } else {
                regex.append("(?<")
                        .append(part.name)
                        .append('>')
                        .append(part.shape(anySpelling))
                        .append(')');
                seen.add(part.name);
            }
        }
        return Pattern.compile(regex.toString(), anySpelling ? Pattern.CASE_INSENSITIVE : 0);
    }

    private String shape(boolean anySpelling) {
        return switch (name) {
            case "subset" -> "[A-Za-z0-9_-]+";
            case "experiment", "plate" -> "[A-Za-z0-9][A-Za-z0-9._-]*";
            case "well" -> anySpelling ? "[A-Z]{1,2}[0-9]{1,3}|R[0-9]{1,3}C[0-9]{1,3}" : "[A-Z]{1,2}[0-9]{2}";
            default -> anySpelling || width > 0 ? "0{0,8}[1-9][0-9]{0,3}" : "[1-9][0-9]{0,3}";
        };
    }
}
