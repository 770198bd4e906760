package io.wellstream.scorer;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.score.ControlsEstimate;
import io.wellstream.imaging.score.Estimate;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.AccuracyEstimate;
import io.wellstream.proto.v1.SubmissionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses the accuracy on experiments whose truth nobody knows, where there is something to guess from; else says why not. */
final class Estimates {
    /** Intervals are drawn from the same numbers every time, so that equal submissions are equal bytes. */
    private static final long SEED = 20_190_702;

    private final List<Evidence> evidence;
    private final List<LabelledExperiment> experiments;

    Estimates(List<Evidence> evidence, List<LabelledExperiment> experiments) {
        this.evidence = evidence;
        this.experiments = experiments;
    }

    void addTo(SubmissionReport.Builder report) {
        evidence.forEach(one -> fromControls(one, report));
        for (LabelledExperiment experiment : experiments) {
            experiment.order().ifPresent(order -> fromGroups(experiment, order, report));
        }
        if (experiments.stream().allMatch(experiment -> experiment.order().isEmpty())) {
            report.addNotSaid("estimates from plate groups: no groups of treatments were given");
        }
    }

    private static void fromControls(Evidence one, SubmissionReport.Builder report) {
        String model = "model " + one.model().name().run();
        if (one.controls().isEmpty()) {
            report.addNotSaid("estimates from controls, " + model
                    + ": it does not name controls and no model of controls is served, or no controls are known");
            return;
        }
        List<ControlsEstimate.Experiment> pairs = new ArrayList<>();
        for (LabelledExperiment treatments : one.validation()) {
            Optional.ofNullable(one.controls().get(treatments.experiment()))
                    .ifPresent(controls -> pairs.add(new ControlsEstimate.Experiment(
                            controls.accuracy(Step.VIEWS), treatments.accuracy(Step.VIEWS))));
        }
        if (pairs.size() < ControlsEstimate.FEWEST) {
            report.addNotSaid("estimates from controls, " + model + ": it has " + pairs.size()
                    + " validation experiments with treatments and controls, and the map needs "
                    + ControlsEstimate.FEWEST);
            return;
        }
        ControlsEstimate map = ControlsEstimate.fit(pairs);
        for (LabelledExperiment controls : one.submittedControls()) {
            report.addEstimates(fromControls(map, pairs.size(), controls));
        }
    }

    private static AccuracyEstimate fromControls(ControlsEstimate map, int pairs, LabelledExperiment controls) {
        Accuracy accuracy = controls.accuracy(Step.VIEWS);
        return message(
                controls.experiment(),
                "controls",
                map.of(accuracy),
                String.format(
                        Locale.ROOT,
                        "controls right %d of %d; map of %d validation experiments, left out one by one%s",
                        accuracy.correct(),
                        accuracy.n(),
                        pairs,
                        map.covers(accuracy) ? "" : "; these controls lie outside all of them, so this is a guess"));
    }

    private static void fromGroups(LabelledExperiment experiment, PlateOrder order, SubmissionReport.Builder report) {
        Optional<Estimate> estimate = order.estimate(SEED);
        if (estimate.isEmpty()) {
            report.addNotSaid("estimates from plate groups, " + experiment.experiment()
                    + ": it has too few wells or plates to infer which plate holds which group");
            return;
        }
        String basis =
                "how many of " + experiment.size() + " wells get a treatment of their plate's group, by their own"
                        + " best class; holds if wrong answers fall into all groups alike";
        report.addEstimates(message(
                experiment.experiment(),
                order.inferred() ? "plate groups (inferred)" : "plate groups (given)",
                estimate.get(),
                order.inferred()
                        ? basis + "; less what shuffled wells reach, as the plates' groups are a best match"
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
