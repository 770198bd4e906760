package io.wellstream.scorer.evaluation;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.score.ControlsEstimate;
import io.wellstream.imaging.score.Estimate;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.AccuracyEstimate;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.scorer.experiment.PlateGroupAssignment;
import io.wellstream.scorer.experiment.PredictedExperiment;
import io.wellstream.scorer.experiment.ScoringStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Estimates the accuracy on experiments without known labels, from their controls and plate groups, or says why it cannot. */
final class AccuracyEstimates {
    /** Resampling uses a fixed seed, so that equal submissions are equal bytes. */
    private static final long SEED = 20_190_702;

    private final List<ModelEvaluation> evaluations;
    private final List<PredictedExperiment> experiments;

    AccuracyEstimates(List<ModelEvaluation> evaluations, List<PredictedExperiment> experiments) {
        this.evaluations = evaluations;
        this.experiments = experiments;
    }

    void addTo(SubmissionReport.Builder report) {
        evaluations.forEach(one -> fromControls(one, report));
        for (PredictedExperiment experiment : experiments) {
            experiment.groups().ifPresent(groups -> fromGroups(experiment, groups, report));
        }
        if (experiments.stream().allMatch(experiment -> experiment.groups().isEmpty())) {
            report.addNotSaid("estimates from plate groups: no groups of treatments were given");
        }
    }

    private static void fromControls(ModelEvaluation one, SubmissionReport.Builder report) {
        String model = "model " + one.model().name().run();
        if (one.controls().isEmpty()) {
            report.addNotSaid(
                    "estimates from controls, " + model
                            + ": it does not know controls and no model of controls is served, or no wells of controls are known");
            return;
        }
        List<ControlsEstimate.Experiment> pairs = new ArrayList<>();
        for (PredictedExperiment treatments : one.validation()) {
            Optional.ofNullable(one.controls().get(treatments.id()))
                    .ifPresent(controls -> pairs.add(new ControlsEstimate.Experiment(
                            controls.accuracy(ScoringStep.VIEWS), treatments.accuracy(ScoringStep.VIEWS))));
        }
        if (pairs.size() < ControlsEstimate.FEWEST) {
            report.addNotSaid("estimates from controls, " + model + ": it has " + pairs.size()
                    + " validation experiments with treatments and controls, and the map needs "
                    + ControlsEstimate.FEWEST);
            return;
        }
        ControlsEstimate map = ControlsEstimate.fit(pairs);
        for (PredictedExperiment controls : one.submittedControls()) {
            report.addEstimates(fromControls(map, pairs.size(), controls));
        }
    }

    private static AccuracyEstimate fromControls(ControlsEstimate map, int pairs, PredictedExperiment controls) {
        Accuracy accuracy = controls.accuracy(ScoringStep.VIEWS);
        return message(
                controls.id(),
                "controls",
                map.of(accuracy),
                String.format(
                        Locale.ROOT,
                        "controls right %d of %d; map fitted to %d validation experiments, leaving out one at a time%s",
                        accuracy.correct(),
                        accuracy.n(),
                        pairs,
                        map.covers(accuracy)
                                ? ""
                                : "; this accuracy on controls is outside their range, so the estimate is extrapolated"));
    }

    private static void fromGroups(
            PredictedExperiment experiment, PlateGroupAssignment groups, SubmissionReport.Builder report) {
        Optional<Estimate> estimate = groups.estimate(SEED);
        if (estimate.isEmpty()) {
            report.addNotSaid("estimates from plate groups, " + experiment.id()
                    + ": it has too few wells or plates to infer which plate holds which group");
            return;
        }
        String basis =
                "how many of " + experiment.wells().size() + " wells have a most probable class of their plate's group;"
                        + " valid if wrong predictions fall into all groups equally";
        report.addEstimates(message(
                experiment.id(),
                groups.inferred() ? "plate groups (inferred)" : "plate groups (given)",
                estimate.get(),
                groups.inferred()
                        ? basis
                                + "; reduced by what shuffled wells reach, because the groups of the plates are inferred"
                        : basis));
    }

    private static AccuracyEstimate message(ExperimentId experiment, String method, Estimate estimate, String basis) {
        return AccuracyEstimate.newBuilder()
                .setExperiment(experiment.name())
                .setMethod(method)
                .setValue(estimate.value())
                .setLow(estimate.low())
                .setHigh(estimate.high())
                .setCoverage(estimate.coverage())
                .setBasis(basis)
                .build();
    }
}
