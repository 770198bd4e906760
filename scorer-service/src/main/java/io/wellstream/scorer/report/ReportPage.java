package io.wellstream.scorer.report;

import static io.wellstream.scorer.report.Markup.count;
import static io.wellstream.scorer.report.Markup.escape;
import static io.wellstream.scorer.report.Markup.header;
import static io.wellstream.scorer.report.Markup.percent;
import static io.wellstream.scorer.report.Markup.row;
import static io.wellstream.scorer.report.Markup.share;

import io.wellstream.proto.v1.AccuracyEstimate;
import io.wellstream.proto.v1.Adaptation;
import io.wellstream.proto.v1.ExperimentAccount;
import io.wellstream.proto.v1.StepEffect;
import io.wellstream.proto.v1.StepTruth;
import io.wellstream.proto.v1.SubmissionModel;
import io.wellstream.proto.v1.SubmissionReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report for people: what is in a submission, what it is worth, and where it should not be believed. */
public final class ReportPage {
    private final SubmissionReport report;
    private final StringBuilder page = new StringBuilder();

    private ReportPage(SubmissionReport report) {
        this.report = report;
    }

    /** One HTML document with everything inside. */
    public static String of(SubmissionReport report, List<PlateMap> plates) {
        ReportPage page = new ReportPage(report);
        page.head();
        page.models();
        page.alarms();
        page.known();
        page.steps();
        page.estimates();
        page.experiments();
        page.adaptation();
        new PlateSection(report, plates).addTo(page.page);
        new RecallSection(report.getRecallList()).addTo(page.page);
        page.notSaid();
        return page.page.append("</main></body></html>\n").toString();
    }

    private void head() {
        page.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Submission of ")
                .append(escape(report.getDataset()))
                .append("</title>")
                .append(Style.SHEET)
                .append("</head><body><main>\n<h1>Submission of ")
                .append(escape(report.getDataset()))
                .append("</h1>\n<p class=\"lead\">")
                .append(count(report.getRows()))
                .append(" rows; ")
                .append(
                        report.getFilled() == 0
                                ? "all were scored"
                                : count(report.getFilled()) + " could not be scored and hold “"
                                        + escape(report.getMissing()) + "”")
                .append(". ")
                .append(report.getViews() == 1 ? "Sites as they are" : report.getViews() + " views of each site")
                .append(report.getAdaptToExperiments() ? ", adapted to each experiment" : "")
                .append(report.getDesignPrior() ? ", labelled with the design prior" : ", no design prior")
                .append(
                        report.getMinConfidence() > 0
                                ? ", not called below " + percent(report.getMinConfidence()) + " confidence"
                                : "")
                .append(".</p>\n");
    }

    private void models() {
        page.append("<table>").append(header("cell type", "model", "rows", "mean confidence", "warnings of the model"));
        for (SubmissionModel model : report.getModelsList()) {
            page.append(row(
                    escape(model.getCellType()),
                    escape(model.getRun()),
                    count(model.getRows()),
                    percent(model.getMeanConfidence()),
                    model.getWarningsList().stream().map(Markup::escape).collect(Collectors.joining("<br>"))));
        }
        page.append("</table>\n");
    }

    private void alarms() {
        if (report.getAlarmsCount() > 0) {
            page.append("<section class=\"alarm\"><h2>Do not trust without a look</h2><ul>");
            report.getAlarmsList().forEach(alarm -> page.append("<li>").append(escape(alarm)));
            page.append("</ul></section>\n");
        }
    }

    private void known() {
        if (report.getKnownCount() > 0) {
            page.append("<h2>Where the truth is known</h2>\n");
            page.append(
                    "<p>The model's own most probable class, without the design prior. <i>Validation</i> experiments were"
                            + " used for choices while training, so they flatter. Intervals are 95&#8239;%.</p>\n");
            report.getKnownList().forEach(truth -> new TruthSection(truth).addTo(page));
        }
    }

    private void steps() {
        page.append("<h2>What each step changed</h2>\n<table>")
                .append(header("step", "rows that got another label", "accuracy after it, where the truth is known"));
        for (int i = 0; i < report.getStepsCount(); i++) {
            StepEffect step = report.getSteps(i);
            double changed = step.getRows() == 0 ? 0 : (double) step.getChanged() / step.getRows();
            page.append(row(
                    step.getStep(),
                    i == 0
                            ? "<small>where it starts</small>"
                            : percent(changed) + " <small>" + count(step.getChanged()) + " of " + count(step.getRows())
                                    + "</small>",
                    step.getTruthList().stream().map(ReportPage::truth).collect(Collectors.joining("<br>"))));
        }
        page.append("</table>\n");
    }

    private static String truth(StepTruth truth) {
        return truth.getSet() + " " + share(truth.getAccuracy());
    }

    private void estimates() {
        if (report.getEstimatesCount() == 0) {
            return;
        }
        page.append("<h2>Estimated accuracy <span class=\"badge\">estimates, not measurements</span></h2>\n<table>")
                .append(header("experiment", "from", "estimate", "interval", "what it rests on"));
        for (AccuracyEstimate one : report.getEstimatesList()) {
            page.append(row(
                    escape(one.getExperiment()),
                    escape(one.getMethod()),
                    String.format(Locale.ROOT, "about %.0f&#8239;%%", 100 * one.getValue()),
                    String.format(
                            Locale.ROOT,
                            "%.0f–%.0f&#8239;%% <small>%.0f&#8239;%% interval, if the method's assumptions hold</small>",
                            100 * one.getLow(),
                            100 * one.getHigh(),
                            100 * one.getCoverage()),
                    "<small>" + escape(one.getBasis()) + "</small>"));
        }
        page.append("</table>\n");
    }

    private void experiments() {
        page.append("<h2>Experiments</h2>\n<table>")
                .append(header(
                        "experiment", "rows", "mean confidence", "not called", "sites agree", "controls named right"));
        for (ExperimentAccount one : report.getExperimentsList()) {
            page.append(row(
                    escape(one.getExperiment()),
                    count(one.getRows()),
                    percent(one.getMeanConfidence()),
                    count(one.getNotCalled()),
                    one.hasSitesAgree() ? share(one.getSitesAgree()) : "–",
                    one.hasControls() ? share(one.getControls()) : "–"));
        }
        page.append("</table>\n");
    }

    private void adaptation() {
        if (!report.getAdaptToExperiments()) {
            return;
        }
        page.append("<h2>Adapted to each experiment</h2>\n")
                .append(
                        "<p>Batch norms use an experiment’s own statistics, taken from its wells whatever their label.</p>\n<table>")
                .append(header("experiment", "statistics from"));
        for (ExperimentAccount one : report.getExperimentsList()) {
            Adaptation adaptation = one.getAdaptation();
            page.append(row(
                    escape(one.getExperiment()),
                    adaptation.getSites() > 0
                            ? count(adaptation.getSites()) + " sites"
                            : "training <small>" + escape(adaptation.getRefused()) + "</small>"));
        }
        page.append("</table>\n");
    }

    private void notSaid() {
        if (report.getNotSaidCount() > 0) {
            page.append("<h2>What this page cannot say</h2>\n<ul class=\"quiet\">");
            report.getNotSaidList().forEach(line -> page.append("<li>").append(escape(line)));
            page.append("</ul>\n");
        }
    }
}
