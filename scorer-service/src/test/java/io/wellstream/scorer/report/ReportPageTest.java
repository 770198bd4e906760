package io.wellstream.scorer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.AccuracyEstimate;
import io.wellstream.proto.v1.ExperimentAccount;
import io.wellstream.proto.v1.PlateAccount;
import io.wellstream.proto.v1.Share;
import io.wellstream.proto.v1.SubmissionReport;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
                .contains("<small>13 of 24; 35.1–72.1&#8239;%</small>");
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
