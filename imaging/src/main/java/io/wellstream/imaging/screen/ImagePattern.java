package io.wellstream.imaging.screen;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The path of a screen's images: relative, with placeholders such as {@code {plate}} or {@code {site:02}}, see {@link PatternPart}.
 * {@link #match} parses what {@link #path} writes.
 *
 * @param allChannels whether a file holds all channels of a site: as red, green and blue, or as pages
 * @param partial whether the pattern may lack what follows from the screen's rows, e.g. the experiment of a plate
 */
public record ImagePattern(String text, boolean allChannels, boolean partial) {
    private static final List<String> OF_SITE = List.of("experiment", "plate", "well", "site");
    private static final String CHANNEL = "channel";

    /** The complete pattern of images that hold one channel each. */
    public ImagePattern(String text) {
        this(text, false, false);
    }

    public ImagePattern {
        if (text.startsWith("/") || text.contains("..") || text.contains("\\")) {
            throw new IllegalArgumentException("image pattern '" + text + "' leaves the screen's folder");
        }
        List<PatternPart> parts = PatternPart.parse(text);
        for (PatternPart part : parts) {
            boolean complete =
                    required(allChannels).contains(part.name()) || part.name().equals("subset");
            if (!part.name().isEmpty() && !(partial ? PatternPart.NAMES.contains(part.name()) : complete)) {
                throw new IllegalArgumentException("image pattern '" + text + "' has {" + part.name()
                        + "}; expected {subset} and {" + String.join("}, {", required(allChannels)) + "}");
            }
        }
        for (String name : partial ? List.of("well") : required(allChannels)) {
            if (!has(parts, name) && !(name.equals("well") && partial && has(parts, "row") && has(parts, "column"))) {
                throw new IllegalArgumentException("image pattern '" + text + "' lacks {" + name + "}"
                        + (partial ? ", or {row} and {column}" : ""));
            }
        }
    }

    private static List<String> required(boolean allChannels) {
        return allChannels
                ? OF_SITE
                : Stream.concat(OF_SITE.stream(), Stream.of(CHANNEL)).toList();
    }

    private static boolean has(List<PatternPart> parts, String name) {
        return parts.stream().anyMatch(part -> part.name().equals(name));
    }

    /** Whether the pattern has a placeholder. */
    public boolean has(String name) {
        return has(PatternPart.parse(text), name);
    }

    /** The image that a path names; the subset is empty if the pattern has none, the channel 0 if the file holds all channels. */
    public record Image(String subset, SiteId site, int channel) {}

    /**
     * What a path says of its image.
     *
     * @param subset empty if the pattern has none
     * @param experiment empty if the pattern has none
     * @param plate its number or name; empty if the pattern has none
     * @param site 1 if the pattern has none
     * @param channel 0 if the pattern has none
     */
    public record Named(String subset, String experiment, String plate, WellPosition well, int site, int channel) {}

    /** The relative path of an image; {@code *} where anything may be. */
    public String path(String subset, SiteId site, int channel) {
        WellId well = site.well();
        Map<String, String> values = Map.of(
                "subset",
                subset,
                "experiment",
                well.experiment().name(),
                "plate",
                well.plate().name(),
                "well",
                well.position().toString(),
                "row",
                Integer.toString(well.position().row() + 1),
                "column",
                Integer.toString(well.position().column()),
                "site",
                Integer.toString(site.number()),
                CHANNEL,
                Integer.toString(channel));
        StringBuilder path = new StringBuilder();
        for (PatternPart part : PatternPart.parse(text)) {
            path.append(part.write(values));
        }
        return path.toString();
    }

    /** The image that a relative path names; empty if the path does not fit the pattern. */
    public Optional<Image> match(String path) {
        return named(PatternPart.regex(text, false).matcher(path)).flatMap(ImagePattern::image);
    }

    private static Optional<Image> image(Named named) {
        try {
            PlateId plate = new PlateId(new ExperimentId(named.experiment), named.plate);
            SiteId site = new SiteId(new WellId(plate, named.well), named.site);
            return Optional.of(new Image(named.subset, site, named.channel));
        } catch (IllegalArgumentException incomplete) {
            return Optional.empty();
        }
    }

    /** Reads paths in any spelling: upper or lower case, leading zeros, {@code B3} for {@code B03}. */
    public Function<String, Optional<Named>> anySpelling() {
        Pattern regex = PatternPart.regex(text, true);
        return path -> named(regex.matcher(path));
    }

    private Optional<Named> named(Matcher matcher) {
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            String plate = group(matcher, "plate", "");
            boolean padded = plate.matches("0{1,3}[1-9][0-9]{0,3}");
            boolean exact = matcher.pattern().flags() == 0;
            return Optional.of(new Named(
                    group(matcher, "subset", ""),
                    group(matcher, "experiment", ""),
                    padded && !exact ? String.valueOf(Integer.parseInt(plate)) : plate,
                    position(matcher),
                    Integer.parseInt(group(matcher, "site", "1")),
                    allChannels ? 0 : Integer.parseInt(group(matcher, CHANNEL, "0"))));
        } catch (IllegalArgumentException noSuchWell) {
            return Optional.empty();
        }
    }

    private WellPosition position(Matcher matcher) {
        if (has("well")) {
            return WellSpelling.parse(matcher.group("well"));
        }
        return new WellPosition(Integer.parseInt(matcher.group("row")) - 1, Integer.parseInt(matcher.group("column")));
    }

    private String group(Matcher matcher, String name, String otherwise) {
        return matcher.pattern().namedGroups().containsKey(name) ? matcher.group(name) : otherwise;
    }

    @Override
    public String toString() {
        return text;
    }
}
