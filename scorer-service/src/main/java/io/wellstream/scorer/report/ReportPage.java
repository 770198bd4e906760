package io.wellstream.scorer.report;

import io.quarkus.qute.Template;
import io.wellstream.proto.v1.StepEffect;
import io.wellstream.proto.v1.SubmissionReport;
import java.util.List;

/**
 * The HTML report of a submission: its contents, its accuracy where that is known or can be estimated, and the reasons to doubt it.
 * The same report and plates give the same bytes.
 */
public final class ReportPage {
    private static final Template PAGE = ReportTemplates.engine().getTemplate("page.html");

    private ReportPage() {}

    /** Renders one HTML document that loads nothing else. */
    public static String of(SubmissionReport report, List<PlateMap> plates) {
        return PAGE.data("report", report)
                .data(
                        "knownSets",
                        report.getKnownList().stream().map(KnownSetCurves::of).toList())
                .data("steps", report.getStepsList().stream().map(Step::new).toList())
                .data(
                        "experiments",
                        report.getExperimentsList().stream()
                                .map(experiment -> ExperimentPlates.of(experiment, plates))
                                .toList())
                .data("treatments", TreatmentRecalls.of(report.getRecallList()))
                .render();
    }

    /** A step and the fraction of rows whose label it changed. */
    record Step(StepEffect effect) {
        public double changed() {
            return effect.getRows() == 0 ? 0 : (double) effect.getChanged() / effect.getRows();
        }
    }
}
