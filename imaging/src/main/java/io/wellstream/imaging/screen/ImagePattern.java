package io.wellstream.imaging.screen;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The path of a screen's images: relative, with the placeholders {@code {subset}}, {@code {experiment}}, {@code {plate}},
 * {@code {well}}, {@code {site}} and, unless a file holds all channels of a site, {@code {channel}}. {@link #match} parses what
 * {@link #path} writes.
 *
 * @param colour whether a file is a colour image that holds three channels as red, green and blue
 */
public record ImagePattern(String text, boolean colour) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final List<String> OF_SITE = List.of("experiment", "plate", "well", "site");
    private static final String CHANNEL = "channel";

    /** The pattern of images that hold one channel each. */
    public ImagePattern(String text) {
        this(text, false);
    }

    public ImagePattern {
        List<String> required = required(colour);
        if (text.startsWith("/") || text.contains("..") || text.contains("\\")) {
            throw new IllegalArgumentException("image pattern '" + text + "' leaves the screen's folder");
        }
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!name.equals("subset") && !required.contains(name)) {
                throw new IllegalArgumentException("image pattern '" + text + "' has {" + name
                        + "}; expected {subset} and {" + String.join("}, {", required) + "}");
            }
        }
        for (String name : required) {
            if (!text.contains("{" + name + "}")) {
                throw new IllegalArgumentException("image pattern '" + text + "' lacks {" + name + "}");
            }
        }
    }

    private static List<String> required(boolean colour) {
        return colour
                ? OF_SITE
                : Stream.concat(OF_SITE.stream(), Stream.of(CHANNEL)).toList();
    }

    /** The image that a path names; the subset is empty if the pattern has none, the channel 0 if the file holds all channels. */
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
        return image(regex(Spelling.EXACT).matcher(path));
    }

    /** Finds the images that paths name in any spelling: upper or lower case, leading zeros, {@code B3} for {@code B03}. */
    public Function<String, Optional<Image>> anySpelling() {
        Pattern regex = regex(Spelling.ANY);
        return path -> image(regex.matcher(path));
    }

    private Optional<Image> image(Matcher matcher) {
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String subset = text.contains("{subset}") ? matcher.group("subset") : "";
        try {
            PlateId plate = new PlateId(
                    new ExperimentId(matcher.group("experiment")), Integer.parseInt(matcher.group("plate")));
            WellId well = new WellId(plate, WellSpelling.parse(matcher.group("well")));
            SiteId site = new SiteId(well, Integer.parseInt(matcher.group("site")));
            return Optional.of(new Image(subset, site, colour ? 0 : Integer.parseInt(matcher.group(CHANNEL))));
        } catch (IllegalArgumentException noSuchWell) {
            return Optional.empty();
        }
    }

    private Pattern regex(Spelling spelling) {
        StringBuilder regex = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int end = 0;
        while (matcher.find()) {
            regex.append(Pattern.quote(text.substring(end, matcher.start())));
            String name = matcher.group(1);
            boolean repeated = text.indexOf(matcher.group()) < matcher.start();
            regex.append(repeated ? "\\k<" + name + ">" : "(?<" + name + ">" + spelling.shape(name) + ")");
            end = matcher.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(text.substring(end))).toString(), spelling.flags);
    }

    /** How strictly a path is compared with the pattern. */
    private enum Spelling {
        EXACT(0, "[A-Z]{1,2}[0-9]{2}", "[1-9][0-9]{0,3}"),
        ANY(Pattern.CASE_INSENSITIVE, "[A-Z]{1,2}[0-9]{1,3}|R[0-9]{1,3}C[0-9]{1,3}", "0{0,3}[1-9][0-9]{0,3}");

        private final int flags;
        private final String well;
        private final String number;

        Spelling(int flags, String well, String number) {
            this.flags = flags;
            this.well = well;
            this.number = number;
        }

        private String shape(String placeholder) {
            return switch (placeholder) {
                case "subset" -> "[A-Za-z0-9_-]+";
                case "experiment" -> "[A-Za-z0-9][A-Za-z0-9._-]*";
                case "well" -> well;
                default -> number;
            };
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
