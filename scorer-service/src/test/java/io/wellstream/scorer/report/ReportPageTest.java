package io.wellstream.scorer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.AccuracyEstimate;
import io.wellstream.proto.v1.ConfusionCount;
import io.wellstream.proto.v1.ExperimentAccount;
import io.wellstream.proto.v1.KnownTruth;
import io.wellstream.proto.v1.PlateAccount;
import io.wellstream.proto.v1.Share;
import io.wellstream.proto.v1.SubmissionReport;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportPageTest {
    private static final WellId WELL = WellId.of("HUVEC-05", 1, "B03");

    @Test
    void whatAScreenCallsItsTreatmentsIsShownAndNeverRun() {
        PlateMap plate = plate(new PlateMap.Spot(WELL.position(), "<script>1</script>", 0.5, false, Optional.empty()));

        String page = ReportPage.of(report().build(), List.of(plate));

        assertThat(page).contains("&lt;script&gt;1").doesNotContain("<script");
    }

    @Test
    void aMissedControlIsCrossedOutAndNamesTheTruth() {
        PlateMap plate = plate(new PlateMap.Spot(WELL.position(), "1109", 0.9, true, Optional.of("1108")));

        assertThat(ReportPage.of(report().build(), List.of(plate)))
                .contains("B03: 1109, 90 %, truth 1108")
                .contains("<rect x=\"39\" y=\"29\"")
                .contains("class=\"cross\"");
    }

    @Test
    void anEstimateIsMarkedAsOneAndAnAccuracyCarriesItsInterval() {
        SubmissionReport report = report().addEstimates(AccuracyEstimate.newBuilder()
                        .setExperiment("HUVEC-05")
                        .setMethod("controls")
                        .setValue(0.431)
                        .setLow(0.31)
                        .setHigh(0.58)
                        .setCoverage(0.8))
                .build();

        assertThat(ReportPage.of(report, List.of()))
                .contains("estimates, not measurements")
                .contains("about 43")
                .contains("80&#8239;% interval, if the method's assumptions hold")
                .contains("<small>13 of 24 wells; 35.1–72.1&#8239;%</small>");
    }

    @Test
    void aControlThatIsTakenForAnotherIsASquareAndALineOfTheTable() {
        KnownTruth controls = KnownTruth.newBuilder()
                .setSet("controls")
                .setTransductive(true)
                .addConfusion(confusion("1108", "1108", 3))
                .addConfusion(confusion("1108", "1109", 1))
                .addConfusion(confusion("1109", "1109", 2))
                .build();

        assertThat(ReportPage.of(report().addKnown(controls).build(), List.of()))
                .contains("1108 as 1109: 1 of 4</title><rect class=\"wrong\" x=\"147\" y=\"3\"")
                .contains("1109 as 1109: 2 of 2</title><rect class=\"right\" x=\"147\" y=\"19\"")
                .contains("<tr><td>1108</td><td>1109</td><td>1 of 4</td></tr>")
                .doesNotContain("<tr><td>1109</td>")
                .contains("transductive: the model was trained on wells of these experiments");
    }

    private static ConfusionCount confusion(String label, String predicted, int wells) {
        return ConfusionCount.newBuilder()
                .setLabel(label)
                .setPredicted(predicted)
                .setWells(wells)
                .build();
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        assertThat(ReportPage.of(report().build(), List.of()))
                .startsWith("<!doctype html>")
                .endsWith("</html>\n")
                .doesNotContain("src=")
                .doesNotContain("href=")
                .doesNotContain("url(");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<script>alert(1)</script>", "\"a,b\"&'c'", "\"><img onerror=alert(1)>", "{report.rows}", "&amp;"
            })
    void aTextIsEscapedWhereverItIsShown(String text) {
        String page = ReportPage.of(FullReport.of(text), FullReport.plates(text));

        assertThat(page.replace(escaped(text), "plain"))
                .isEqualTo(ReportPage.of(FullReport.of("plain"), FullReport.plates("plain")));
    }

    /** No template names anything that does not exist, whichever branches it takes. */
    @Test
    void everyPartMayBeAbsent() {
        List<SubmissionReport> reports = Stream.concat(
                        Stream.of(SubmissionReport.getDefaultInstance()),
                        FullReport.eachWithoutOneField(FullReport.of("plain")).map(SubmissionReport.class::cast))
                .toList();

        assertThat(reports).hasSizeGreaterThan(100).allSatisfy(report -> {
            assertThat(ReportPage.of(report, List.of())).endsWith("</html>\n");
            assertThat(ReportPage.of(report, FullReport.plates("plain"))).endsWith("</html>\n");
        });
    }

    @Test
    void aPartWithoutContentHasNoHeading() {
        SubmissionReport full = FullReport.of("plain");

        assertThat(headings(full))
                .containsExactly(
                        "Check before you trust these predictions",
                        "Accuracy on wells with known treatments",
                        "Effect of each step",
                        "Estimated accuracy",
                        "Experiments",
                        "Adaptation to each experiment",
                        "Plates",
                        "Treatments",
                        "What this report could not assess");
        assertThat(headings(SubmissionReport.getDefaultInstance()))
                .containsExactly("Effect of each step", "Experiments", "Plates");
    }

    @Test
    void aTemplateThatNamesWhatDoesNotExistFails() {
        Template misspelt = ReportTemplates.engine().parse("{report.datsaet}");

        assertThatThrownBy(() -> misspelt.data("report", SubmissionReport.getDefaultInstance())
                        .render())
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("datsaet");
    }

    @Test
    void aTemplateCannotSwitchEscapingOff() {
        Template raw = ReportTemplates.engine().parse("{text.raw}");

        assertThatThrownBy(() -> raw.data("text", "<b>").render()).isInstanceOf(TemplateException.class);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static List<String> headings(SubmissionReport report) {
        return Pattern.compile("<h2>([^<]*[^< ])")
                .matcher(ReportPage.of(report, List.of()))
                .results()
                .map(heading -> heading.group(1))
                .toList();
    }

    private static SubmissionReport.Builder report() {
        return SubmissionReport.newBuilder()
                .setDataset("screen")
                .setRows(24)
                .setViews(1)
                .addExperiments(ExperimentAccount.newBuilder()
                        .setExperiment("HUVEC-05")
                        .setRows(24)
                        .addPlates(PlateAccount.newBuilder().setPlate(1))
                        .setControls(Share.newBuilder()
                                .setHits(13)
                                .setN(24)
                                .setValue(13.0 / 24)
                                .setLow(0.351)
                                .setHigh(0.721)
                                .setExperiments(1)));
    }

    private static PlateMap plate(PlateMap.Spot spot) {
        return new PlateMap(WELL.plate(), List.of(spot));
    }
}
