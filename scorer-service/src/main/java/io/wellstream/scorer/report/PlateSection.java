package io.wellstream.scorer.report;

import static io.wellstream.scorer.report.Markup.escape;
import static io.wellstream.scorer.report.Markup.percent;

import io.wellstream.imaging.screen.PlateId;
import io.wellstream.proto.v1.Band;
import io.wellstream.proto.v1.ExperimentAccount;
import io.wellstream.proto.v1.PlateAccount;
import io.wellstream.proto.v1.SubmissionReport;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Every plate as a map, and whether rows, columns or the edge stand out on it. */
final class PlateSection {
    private final SubmissionReport report;
    private final List<PlateMap> plates;

    PlateSection(SubmissionReport report, List<PlateMap> plates) {
        this.report = report;
        this.plates = plates;
    }

    void addTo(StringBuilder page) {
        page.append("<h2>Plates</h2>\n").append(PlateSvg.legend());
        for (ExperimentAccount experiment : report.getExperimentsList()) {
            page.append("<h3>").append(escape(experiment.getExperiment())).append("</h3>\n<div class=\"row\">");
            for (PlateAccount account : experiment.getPlatesList()) {
                page.append("<figure><figcaption>plate ").append(account.getPlate());
                if (account.getGroup() > 0) {
                    page.append(", group ").append(account.getGroup());
                }
                page.append("</figcaption>");
                map(experiment.getExperiment(), account.getPlate()).ifPresent(plate -> page.append(PlateSvg.of(plate)));
                page.append("<p class=\"quiet\">").append(bands(account)).append("</p></figure>");
            }
            page.append("</div>\n");
        }
    }

    private Optional<PlateMap> map(String experiment, int number) {
        return plates.stream()
                .filter(plate -> matches(plate.plate(), experiment, number))
                .findFirst();
    }

    private static boolean matches(PlateId plate, String experiment, int number) {
        return plate.experiment().name().equals(experiment) && plate.number() == number;
    }

    /** The edge against the inside, and the rows and columns that are darkest and brightest. */
    private static String bands(PlateAccount account) {
        StringBuilder text = new StringBuilder();
        account.getBandsList().stream()
                .filter(band -> band.getName().equals("edge") || band.getName().equals("inside"))
                .forEach(band -> text.append(band.getName())
                        .append(" confidence ")
                        .append(percent(band.getMeanConfidence()))
                        .append(", brightness ")
                        .append(brightness(band))
                        .append("<br>"));
        extremes(account, "row ").ifPresent(text::append);
        extremes(account, "column ").ifPresent(text::append);
        return text.toString();
    }

    private static Optional<String> extremes(PlateAccount account, String kind) {
        Predicate<Band> ofKind = band -> band.getName().startsWith(kind);
        Comparator<Band> byIntensity = Comparator.comparingDouble(Band::getIntensity);
        List<Band> bands = account.getBandsList().stream()
                .filter(ofKind)
                .sorted(byIntensity)
                .toList();
        return bands.size() < 2
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "darkest %s %s, brightest %s %s<br>",
                        bands.getFirst().getName(),
                        brightness(bands.getFirst()),
                        bands.getLast().getName(),
                        brightness(bands.getLast())));
    }

    private static String brightness(Band band) {
        return String.format(Locale.ROOT, "%.2f&times;", band.getIntensity());
    }
}
