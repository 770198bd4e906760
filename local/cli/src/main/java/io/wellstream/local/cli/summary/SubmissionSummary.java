package io.wellstream.local.cli.summary;

import io.wellstream.proto.v1.AccuracyEstimate;
import io.wellstream.proto.v1.ExperimentAccount;
import io.wellstream.proto.v1.KnownTruth;
import io.wellstream.proto.v1.StepEffect;
import io.wellstream.proto.v1.SubmissionModel;
import io.wellstream.proto.v1.SubmissionReport;
import java.io.PrintWriter;
import java.util.Locale;

/** A submission's report in a few lines: its rows, its measured and estimated accuracy, and alarms. */
public final class SubmissionSummary {
    private final SubmissionReport report;
    private final PrintWriter out;

    public SubmissionSummary(SubmissionReport report, PrintWriter out) {
        this.report = report;
        this.out = out;
    }

    public void print() {
        for (SubmissionModel model : report.getModelsList()) {
            say(
                    "%-10s model %s: %,d rows, mean confidence %.1f %%%s%s",
                    model.getCellType(),
                    model.getRun(),
                    model.getRows(),
                    100 * model.getMeanConfidence(),
                    model.getLeakingSplit()
                            ? "; LEAKING SPLIT: its confidence says nothing about unseen experiments"
                            : "",
                    model.getTransductiveExperimentsCount() > 0
                            ? "; TRANSDUCTIVE: trained on wells of "
                                    + String.join(", ", model.getTransductiveExperimentsList())
                            : "");
        }
        report.getExperimentsList().forEach(this::experiment);
        report.getStepsList().stream().skip(1).forEach(this::step);
        report.getKnownList().forEach(this::known);
        report.getEstimatesList().forEach(this::estimate);
        report.getAlarmsList().forEach(alarm -> say("Alarm      %s", alarm));
    }

    private void experiment(ExperimentAccount one) {
        if (!one.getAdaptation().getRefused().isEmpty()) {
            say(
                    "%-10s not adapted: %s",
                    one.getExperiment(), one.getAdaptation().getRefused());
        }
        if (report.getMinConfidence() > 0) {
            say(
                    "%-10s %,d of %,d rows are below %.0f %% confidence and not called",
                    one.getExperiment(), one.getNotCalled(), one.getRows(), 100 * report.getMinConfidence());
        }
    }

    private void step(StepEffect step) {
        say(
                "%-10s %s: changes %,d of %,d labels%s",
                "Step", step.getStep(), step.getChanged(), step.getRows(), after(step));
    }

    private String after(StepEffect step) {
        StringBuilder after = new StringBuilder();
        step.getTruthList().forEach(truth -> after.append("; ")
                .append(truth.getSet())
                .append(" now ")
                .append(MetricText.of(truth.getAccuracy(), chance(truth.getSet())))
                .append(truth.getTransductive() ? ", TRANSDUCTIVE" : ""));
        return after.toString();
    }

    private void known(KnownTruth truth) {
        say(
                "%-10s %s%s: accuracy %s; calibration error %.1f %%%s",
                "Known",
                truth.getSet(),
                truth.getCellType().isEmpty() ? "" : " of " + truth.getCellType(),
                MetricText.of(truth.getAccuracy(), truth.getChance()),
                100 * truth.getCalibrationError(),
                truth.getTransductive() ? "; TRANSDUCTIVE: the model was trained on wells of these experiments" : "");
    }

    private void estimate(AccuracyEstimate one) {
        say(
                "%-10s %s from %s: about %.0f %%, %.0f %% interval %.0f–%.0f %%; an estimate, not a measurement",
                "Estimate",
                one.getExperiment(),
                one.getMethod(),
                100 * one.getValue(),
                100 * one.getCoverage(),
                100 * one.getLow(),
                100 * one.getHigh());
    }

    /** Of all cell types together, as a step counts them. */
    private double chance(String set) {
        double guessed = 0;
        long wells = 0;
        for (KnownTruth truth : report.getKnownList()) {
            if (truth.getSet().equals(set)) {
                guessed += truth.getChance() * truth.getAccuracy().getN();
                wells += truth.getAccuracy().getN();
            }
        }
        return wells == 0 ? 0 : guessed / wells;
    }

    private void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
