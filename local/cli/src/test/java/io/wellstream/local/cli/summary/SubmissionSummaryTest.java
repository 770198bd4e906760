package io.wellstream.local.cli.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.KnownTruth;
import io.wellstream.proto.v1.Share;
import io.wellstream.proto.v1.StepEffect;
import io.wellstream.proto.v1.StepTruth;
import io.wellstream.proto.v1.SubmissionModel;
import io.wellstream.proto.v1.SubmissionReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class SubmissionSummaryTest {
    private static final Share SHARE = Share.newBuilder()
            .setHits(13)
            .setN(24)
            .setValue(13 / 24.0)
            .setLow(0.351)
            .setHigh(0.721)
            .setExperiments(2)
            .build();

    @Test
    void everyAccuracySaysItsWellsItsChanceAndItsInterval() {
        SubmissionReport report = SubmissionReport.newBuilder()
                .addKnown(KnownTruth.newBuilder()
                        .setSet("validation")
                        .setCellType("HUVEC")
                        .setAccuracy(SHARE)
                        .setChance(0.1))
                .addSteps(StepEffect.getDefaultInstance())
                .addSteps(StepEffect.newBuilder()
                        .setStep("views")
                        .addTruth(StepTruth.newBuilder().setSet("validation").setAccuracy(SHARE)))
                .build();
        String figure = "54.17 % of 24 wells in 2 experiments; chance 10.00 %; 95 % interval 35.1–72.1 %";

        assertThat(printed(report))
                .contains("validation of HUVEC: accuracy " + figure + "; calibration error")
                .contains("; validation now " + figure);
    }

    @Test
    void aModelOfALeakingSplitIsMarked() {
        SubmissionReport report = SubmissionReport.newBuilder()
                .addModels(SubmissionModel.newBuilder()
                        .setCellType("HUVEC")
                        .setRun("huvec-1")
                        .setLeakingSplit(true))
                .build();

        assertThat(printed(report)).contains("LEAKING SPLIT");
    }

    @Test
    void aModelThatWasTrainedOnWellsOfTheScoredExperimentsIsMarked() {
        SubmissionReport report = SubmissionReport.newBuilder()
                .addModels(SubmissionModel.newBuilder()
                        .setCellType("HUVEC")
                        .setRun("huvec-1")
                        .addTransductiveExperiments("HUVEC-05"))
                .addKnown(KnownTruth.newBuilder()
                        .setSet("controls")
                        .setAccuracy(SHARE)
                        .setTransductive(true))
                .addSteps(StepEffect.getDefaultInstance())
                .addSteps(StepEffect.newBuilder()
                        .setStep("views")
                        .addTruth(StepTruth.newBuilder()
                                .setSet("controls")
                                .setAccuracy(SHARE)
                                .setTransductive(true)))
                .build();

        assertThat(printed(report))
                .contains(
                        "; TRANSDUCTIVE: trained on wells of HUVEC-05",
                        "95 % interval 35.1–72.1 %, TRANSDUCTIVE",
                        "; TRANSDUCTIVE: the model was trained on wells of these experiments");
    }

    private static String printed(SubmissionReport report) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        new SubmissionSummary(report, out).print();
        out.flush();
        return printed.toString();
    }
}
