package io.wellstream.ingest.qc;

import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.imaging.illumination.IlluminationFunction;
import io.wellstream.imaging.illumination.IlluminationPicture;
import io.wellstream.imaging.render.PngFile;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The flags of a data set's plates as one HTML page, with a map per channel of each flagged plate, and the illumination functions of the
 * plates that have them.
 */
final class QualityPage {
    private static final int MOST_DRAWN = 24;
    private static final int MOST_FLAGS = 50;
    private static final String STYLE = """
            body{font:14px sans-serif;margin:2em auto;max-width:72em;color:#222}
            svg text{font:9px sans-serif;fill:#555}svg rect{stroke:#ccc;stroke-width:.5}
            svg rect.mixed{stroke:#e6a700;stroke-width:2.5}svg path.missing{stroke:#333;fill:none}
            figure{display:inline-block;margin:.5em 1em .5em 0}figcaption{font-size:12px}
            .key span{display:inline-block;width:1.2em;height:.9em;border:1px solid #ccc;vertical-align:middle;margin:0 .3em 0 1em}
            """;

    private static final String ILLUMINATION = "<h2>Illumination</h2><p>The illumination functions that runs with"
            + " illumination 'plate' divide images by: mean grey level of all sites, smoothed, compared with the median of"
            + " the image. Blue: half or less; white: equal; red: one and a half times or more.</p>";

    private final ScreenShape shape;
    private final BiFunction<PlateReport, Integer, String> map;
    private final Function<PlateReport, Optional<Illumination>> illumination;

    /**
     * @param map the drawing of a channel (from 0) of a plate
     * @param illumination of a plate, if it has been computed
     */
    QualityPage(
            ScreenShape shape,
            BiFunction<PlateReport, Integer, String> map,
            Function<PlateReport, Optional<Illumination>> illumination) {
        this.shape = shape;
        this.map = map;
        this.illumination = illumination;
    }

    String html(String dataset, List<PlateReport> plates) {
        List<PlateReport> flagged =
                plates.stream().filter(plate -> !plate.flags().isEmpty()).toList();
        StringBuilder page = new StringBuilder(
                        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Quality of ")
                .append(dataset)
                .append("</title><style>")
                .append(STYLE)
                .append("</style><h1>Quality control of data set ")
                .append(dataset)
                .append("</h1><p>")
                .append(flagged.size())
                .append(" of ")
                .append(plates.size())
                .append(" plates are flagged. A flag says what to check; nothing is left out for it.</p>")
                .append("<p class=\"key\">Mean grey level of a well, compared with the plate's median:")
                .append(
                        "<span style=\"background:#00f\"></span>half or less<span style=\"background:#fff\"></span>equal")
                .append("<span style=\"background:#f00\"></span>twice or more; crossed out: missing;")
                .append(" yellow frame: channels that do not belong together.</p>");
        flagged.stream().limit(MOST_DRAWN).forEach(plate -> plate(page, plate, true));
        flagged.stream().skip(MOST_DRAWN).forEach(plate -> plate(page, plate, false));
        illumination(page, plates);
        return page.append("</html>\n").toString();
    }

    private void plate(StringBuilder page, PlateReport plate, boolean drawn) {
        page.append("<h2>Plate ")
                .append(escaped(plate.experiment() + "/" + plate.plate()))
                .append("</h2><ul>");
        plate.flags().stream()
                .limit(MOST_FLAGS)
                .forEach(flag -> page.append("<li>").append(escaped(flag)).append("</li>"));
        if (plate.flags().size() > MOST_FLAGS) {
            page.append("<li>and ").append(plate.flags().size() - MOST_FLAGS).append(" more</li>");
        }
        page.append("</ul>").append(focus(plate));
        for (int channel = 0; drawn && channel < shape.channels().size(); channel++) {
            page.append("<figure>")
                    .append(map.apply(plate, channel))
                    .append("<figcaption>")
                    .append(name(channel))
                    .append("</figcaption></figure>");
        }
    }

    private String name(int channel) {
        String stain = shape.stains().get(channel);
        return "channel " + shape.channels().get(channel) + (stain.isEmpty() ? "" : ", ") + escaped(stain);
    }

    /** The illumination functions of the first plates that have them. */
    private void illumination(StringBuilder page, List<PlateReport> plates) {
        int drawn = 0;
        for (PlateReport plate : plates) {
            Optional<Illumination> known = drawn < MOST_DRAWN ? illumination.apply(plate) : Optional.empty();
            if (known.isEmpty()) {
                continue;
            }
            page.append(drawn == 0 ? ILLUMINATION : "")
                    .append("<h3>Plate ")
                    .append(escaped(plate.experiment() + "/" + plate.plate()))
                    .append("</h3>");
            drawn++;
            List<IlluminationFunction> functions = known.get().channels();
            for (int channel = 0; channel < functions.size(); channel++) {
                figure(page, channel, functions.get(channel));
            }
        }
    }

    private void figure(StringBuilder page, int channel, IlluminationFunction function) {
        byte[] png = PngFile.encode(IlluminationPicture.of(function));
        page.append("<figure><img alt=\"illumination\" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(png))
                .append("\"><figcaption>")
                .append(name(channel))
                .append(": %.2f to %.2f".formatted(function.lowest(), function.highest()))
                .append(function.offset() == 0 ? "" : " above grey level %,d".formatted(function.offset()))
                .append("</figcaption></figure>");
    }

    /** The focus of the channels; empty if an earlier version ingested the plate. */
    private static String focus(PlateReport plate) {
        String channels = plate.focus().stream()
                .filter(channel -> channel.median() > 0)
                .map(channel ->
                        "channel %d %.3f (%.2f)".formatted(channel.channel(), channel.median(), channel.factor()))
                .collect(Collectors.joining(", "));
        return channels.isEmpty()
                ? ""
                : "<p>Focus, and its ratio to the median of the plates of this cell type: " + channels + ".</p>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
