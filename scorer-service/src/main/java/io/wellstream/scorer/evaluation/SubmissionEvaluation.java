package io.wellstream.scorer.evaluation;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.ExperimentAccount;
import io.wellstream.proto.v1.StepEffect;
import io.wellstream.proto.v1.StepTruth;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.scorer.experiment.PredictedExperiment;
import io.wellstream.scorer.experiment.PredictedWell;
import io.wellstream.scorer.experiment.ScoringOptions;
import io.wellstream.scorer.experiment.ScoringStep;
import io.wellstream.scorer.report.PlateMap;
import io.wellstream.scorer.site.Screens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a report says about the quality of a submission: effect of each step, accuracies, estimates, alarms, plates. */
public final class SubmissionEvaluation {
    private final Screens screens;
    private final DatasetId dataset;
    private final ScoringOptions options;
    private final List<PredictedExperiment> experiments;
    private final List<ModelEvaluation> evaluations;
    private final List<EvaluationSet> sets;

    /**
     * @param experiments of the submission
     * @param evaluations by model; empty if the caller did not ask for an evaluation
     */
    public SubmissionEvaluation(
            Screens screens,
            DatasetId dataset,
            ScoringOptions options,
            List<PredictedExperiment> experiments,
            List<ModelEvaluation> evaluations) {
        this.screens = screens;
        this.dataset = dataset;
        this.options = options;
        this.experiments = experiments;
        this.evaluations = evaluations;
        this.sets = sets();
    }

    private List<EvaluationSet> sets() {
        List<EvaluationSet> all = new ArrayList<>();
        for (ModelEvaluation one : evaluations) {
            String cellType = one.model().card().getCellType();
            all.add(new EvaluationSet(EvaluationSet.CONTROLS, cellType, one.submittedControls()));
            all.add(new EvaluationSet(EvaluationSet.VALIDATION, cellType, one.validation()));
        }
        all.add(new EvaluationSet(
                EvaluationSet.LABELLED_ROWS,
                "",
                experiments.stream()
                        .flatMap(experiment -> labelled(experiment).stream())
                        .toList()));
        return all.stream().filter(set -> !set.experiments().isEmpty()).toList();
    }

    /** The wells of the submission that have a label in the metadata. Nothing before this reads those labels. */
    private static Optional<PredictedExperiment> labelled(PredictedExperiment experiment) {
        List<PredictedWell> wells =
                experiment.wells().stream().filter(PredictedWell::hasTrueLabel).toList();
        return wells.isEmpty() ? Optional.empty() : Optional.of(experiment.withWells(wells));
    }

    public void addTo(SubmissionReport.Builder report) {
        Stream.of(ScoringStep.values())
                .filter(step -> step.isTaken(options))
                .forEach(step -> report.addSteps(effect(step)));
        experiments.forEach(experiment -> report.addExperiments(account(experiment)));
        sets.forEach(set -> report.addKnown(set.message()));
        sets.stream()
                .filter(set -> set.name().equals(EvaluationSet.VALIDATION))
                .forEach(set -> report.addAllRecall(set.recall()));
        new AccuracyEstimates(evaluations, experiments).addTo(report);
        new Alarms(screens, dataset).addTo(report, experiments, evaluations);
    }

    private StepEffect effect(ScoringStep step) {
        StepEffect.Builder effect = StepEffect.newBuilder().setStep(step.toString());
        for (PredictedExperiment experiment : experiments) {
            long changed = experiment.wells().stream()
                    .filter(well -> step.best(well) != step.before().best(well))
                    .count();
            effect.setRows(effect.getRows() + experiment.wells().size()).setChanged(effect.getChanged() + changed);
        }
        Stream.of(EvaluationSet.CONTROLS, EvaluationSet.VALIDATION, EvaluationSet.LABELLED_ROWS)
                .filter(name -> step != ScoringStep.DESIGN_PRIOR || !name.equals(EvaluationSet.CONTROLS))
                .forEach(name -> truth(step, name).ifPresent(effect::addTruth));
        return effect.build();
    }

    private Optional<StepTruth> truth(ScoringStep step, String name) {
        List<Accuracy> accuracies = sets.stream()
                .filter(set -> set.name().equals(name))
                .flatMap(set -> set.accuracies(step).stream())
                .toList();
        return accuracies.isEmpty()
                ? Optional.empty()
                : Optional.of(StepTruth.newBuilder()
                        .setSet(name)
                        .setTransductive(sets.stream()
                                .filter(set -> set.name().equals(name))
                                .anyMatch(EvaluationSet::isTransductive))
                        .setAccuracy(AccuracyIntervals.of(accuracies))
                        .build());
    }

    private ExperimentAccount account(PredictedExperiment experiment) {
        double[] confidences = experiment.wells().stream()
                .mapToDouble(PredictedWell::confidence)
                .toArray();
        ExperimentAccount.Builder account = ExperimentAccount.newBuilder()
                .setExperiment(experiment.id().name())
                .setCellType(experiment.cellType())
                .setRun(experiment.model().name().run().name())
                .setTransductive(EvaluationSet.isTransductive(experiment))
                .setRows(confidences.length)
                .setMeanConfidence(Arrays.stream(confidences).average().orElseThrow())
                .setNotCalled(Arrays.stream(confidences)
                        .filter(confidence -> confidence < options.minConfidence())
                        .count())
                .addAllPlates(PlateUniformity.of(experiment));
        experiment.adaptation().ifPresent(account::setAdaptation);
        experiment.sitesAgree().ifPresent(agreement -> account.setSitesAgree(AccuracyIntervals.of(agreement)));
        controlsOf(experiment)
                .ifPresent(controls -> account.setControls(AccuracyIntervals.of(controls.accuracy(ScoringStep.VIEWS))));
        return account.build();
    }

    private Optional<PredictedExperiment> controlsOf(PredictedExperiment experiment) {
        return evaluations.stream()
                .flatMap(one -> one.submittedControls().stream())
                .filter(controls -> controls.id().equals(experiment.id()))
                .findFirst();
    }

    /** The plates of the submission, as the report draws them. */
    public List<PlateMap> plates() {
        return PlateMaps.of(experiments, this::controlsOf);
    }
}
