package io.wellstream.imaging.screen;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a screen's images: relative, with the placeholders {@code {subset}}, {@code {experiment}}, {@code {plate}},
 * {@code {well}}, {@code {site}} and {@code {channel}}. {@link #match} parses what {@link #path} writes.
 */
public record ImagePattern(String text) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final List<String> REQUIRED = List.of("experiment", "plate", "well", "site", "channel");

    public ImagePattern {
        if (text.startsWith("/") || text.contains("..") || text.contains("\\")) {
            throw new IllegalArgumentException("image pattern '" + text + "' leaves the screen's folder");
        }
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!name.equals("subset") && !REQUIRED.contains(name)) {
                throw new IllegalArgumentException("image pattern '" + text + "' has {" + name
                        + "}; expected {subset} and {" + String.join("}, {", REQUIRED) + "}");
            }
        }
        for (String name : REQUIRED) {
            if (!text.contains("{" + name + "}")) {
                throw new IllegalArgumentException("image pattern '" + text + "' lacks {" + name + "}");
            }
        }
    }

    /** The image that a path names; the subset is empty if the pattern has none. */
    public record Image(String subset, SiteId site, int channel) {}

    /** The relative path of an image. */
    public String path(String subset, SiteId site, int channel) {
        WellId well = site.well();
        return text.replace("{subset}", subset)
                .replace("{experiment}", well.experiment().name())
                .replace("{plate}", Integer.toString(well.plate().number()))
                .replace("{well}", well.position().toString())
                .replace("{site}", Integer.toString(site.number()))
                .replace("{channel}", Integer.toString(channel));
    }

    /** The image that a relative path names; empty if the path does not fit the pattern. */
    public Optional<Image> match(String path) {
        Matcher matcher = regex().matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String subset = text.contains("{subset}") ? matcher.group("subset") : "";
        try {
            WellId well = WellId.of(
                    matcher.group("experiment"), Integer.parseInt(matcher.group("plate")), matcher.group("well"));
            SiteId site = new SiteId(well, Integer.parseInt(matcher.group("site")));
            return Optional.of(new Image(subset, site, Integer.parseInt(matcher.group("channel"))));
        } catch (IllegalArgumentException noSuchWell) {
            return Optional.empty();
        }
    }

    private Pattern regex() {
        StringBuilder regex = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int end = 0;
        while (matcher.find()) {
            regex.append(Pattern.quote(text.substring(end, matcher.start())));
            String name = matcher.group(1);
            boolean repeated = text.indexOf(matcher.group()) < matcher.start();
            regex.append(repeated ? "\\k<" + name + ">" : "(?<" + name + ">" + shape(name) + ")");
            end = matcher.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(text.substring(end))).toString());
    }

    private static String shape(String placeholder) {
        return switch (placeholder) {
            case "subset" -> "[A-Za-z0-9_-]+";
            case "experiment" -> "[A-Za-z0-9][A-Za-z0-9._-]*";
            case "well" -> "[A-Z]{1,2}[0-9]{2}";
            default -> "[1-9][0-9]{0,3}";
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
