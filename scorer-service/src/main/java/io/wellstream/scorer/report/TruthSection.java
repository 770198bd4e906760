package io.wellstream.scorer.report;

import static io.wellstream.scorer.report.Markup.escape;
import static io.wellstream.scorer.report.Markup.header;
import static io.wellstream.scorer.report.Markup.percent;
import static io.wellstream.scorer.report.Markup.row;
import static io.wellstream.scorer.report.Markup.share;

import io.wellstream.proto.v1.ExperimentShare;
import io.wellstream.proto.v1.KnownTruth;

/** How good predictions are on one set of wells of known truth: accuracy, reliability, and what leaving the unsure ones out gains. */
final class TruthSection {
    private final KnownTruth truth;

    TruthSection(KnownTruth truth) {
        this.truth = truth;
    }

    void addTo(StringBuilder page) {
        page.append("<section class=\"truth\"><h3>")
                .append(escape(truth.getSet()))
                .append(truth.getCellType().isEmpty() ? "" : ", " + escape(truth.getCellType()))
                .append("</h3>\n<p>")
                .append(share(truth.getAccuracy()))
                .append(" &ensp; calibration error (ECE) ")
                .append(percent(truth.getCalibrationError()))
                .append("</p>\n<div class=\"row\"><figure><figcaption>How often a confidence is right</figcaption>")
                .append(CurveSvg.of(
                        truth.getReliabilityList().stream()
                                .map(bin -> new CurveSvg.Point(bin.getConfidence(), bin.getAccuracy()))
                                .toList(),
                        "confidence",
                        true))
                .append("</figure><figure><figcaption>Accuracy of the surest</figcaption>")
                .append(CurveSvg.of(
                        truth.getSurestList().stream()
                                .map(surest -> new CurveSvg.Point(surest.getCoverage(), surest.getAccuracy()))
                                .toList(),
                        "share of wells called",
                        false))
                .append("</figure><table>")
                .append(header("experiment", "accuracy"));
        for (ExperimentShare one : truth.getExperimentsList()) {
            page.append(row(escape(one.getExperiment()), share(one.getAccuracy())));
        }
        page.append("</table></div></section>\n");
    }
}
