package io.wellstream.scorer;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.proto.v1.ExperimentAccount;
import io.wellstream.proto.v1.StepEffect;
import io.wellstream.proto.v1.StepTruth;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.scorer.report.PlateMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a submission is worth: all that its report says beyond what is in it. */
final class Figures {
    private final Screens screens;
    private final SubmissionQuestion question;
    private final List<LabelledExperiment> experiments;
    private final List<Evidence> evidence;
    private final List<KnownSet> known;

    /**
     * @param experiments of the submission
     * @param evidence by model; empty if it was not asked for
     */
    Figures(
            Screens screens,
            SubmissionQuestion question,
            List<LabelledExperiment> experiments,
            List<Evidence> evidence) {
        this.screens = screens;
        this.question = question;
        this.experiments = experiments;
        this.evidence = evidence;
        this.known = known();
    }

    private List<KnownSet> known() {
        List<KnownSet> sets = new ArrayList<>();
        for (Evidence one : evidence) {
            String cellType = one.model().card().getCellType();
            sets.add(new KnownSet(KnownSet.CONTROLS, cellType, one.submittedControls()));
            sets.add(new KnownSet(KnownSet.VALIDATION, cellType, one.validation()));
        }
        sets.add(new KnownSet(
                KnownSet.LABELLED_ROWS,
                "",
                experiments.stream()
                        .flatMap(experiment -> labelled(experiment).stream())
                        .toList()));
        return sets.stream().filter(set -> !set.experiments().isEmpty()).toList();
    }

    /** The wells of the submission that carry a label; no step but this looks at it. */
    private static Optional<LabelledExperiment> labelled(LabelledExperiment experiment) {
        int[] wells = IntStream.range(0, experiment.size())
                .filter(well ->
                        !experiment.readings().get(well).well().getLabel().isEmpty())
                .toArray();
        if (wells.length == 0) {
            return Optional.empty();
        }
        return Optional.of(new LabelledExperiment(
                experiment.model(),
                IntStream.of(wells).mapToObj(experiment.readings()::get).toList(),
                IntStream.of(wells).mapToObj(experiment.chosen()::get).toList(),
                Optional.empty(),
                experiment.adaptation()));
    }

    void addTo(SubmissionReport.Builder report) {
        Stream.of(Step.values())
                .filter(step -> step.isTaken(question.options()))
                .forEach(step -> report.addSteps(effect(step)));
        experiments.forEach(experiment -> report.addExperiments(account(experiment)));
        known.forEach(set -> report.addKnown(set.message()));
        known.stream()
                .filter(set -> set.name().equals(KnownSet.VALIDATION))
                .forEach(set -> report.addAllRecall(set.recall()));
        new Estimates(evidence, experiments).addTo(report);
        new Alarms(screens, question.dataset()).addTo(report, experiments, evidence);
        if (!question.options().evaluate()) {
            report.addNotSaid("accuracy, calibration and estimates from controls: wells of known truth were not scored;"
                    + " ask for an evaluation");
        }
    }

    private StepEffect effect(Step step) {
        Step before = before(step);
        StepEffect.Builder effect = StepEffect.newBuilder().setStep(step.toString());
        for (LabelledExperiment experiment : experiments) {
            effect.setRows(effect.getRows() + experiment.size());
            effect.setChanged(effect.getChanged()
                    + IntStream.range(0, experiment.size())
                            .filter(well -> step.label(experiment, well) != before.label(experiment, well))
                            .count());
        }
        Stream.of(KnownSet.CONTROLS, KnownSet.VALIDATION, KnownSet.LABELLED_ROWS)
                .filter(name -> step != Step.DESIGN_PRIOR || !name.equals(KnownSet.CONTROLS))
                .forEach(name -> truth(step, name).ifPresent(effect::addTruth));
        return effect.build();
    }

    private static Step before(Step step) {
        return switch (step) {
            case ONE_SITE, ALL_SITES -> Step.ONE_SITE;
            case ADAPTATION -> Step.ALL_SITES;
            case VIEWS -> Step.ADAPTATION;
            case DESIGN_PRIOR -> Step.VIEWS;
        };
    }

    private Optional<StepTruth> truth(Step step, String name) {
        Predicate<KnownSet> ofName = set -> set.name().equals(name);
        List<Accuracy> accuracies = known.stream()
                .filter(ofName)
                .flatMap(set -> set.accuracies(step).stream())
                .toList();
        return accuracies.isEmpty()
                ? Optional.empty()
                : Optional.of(StepTruth.newBuilder()
                        .setSet(name)
                        .setAccuracy(Shares.of(accuracies))
                        .build());
    }

    private ExperimentAccount account(LabelledExperiment experiment) {
        double[] confidences = IntStream.range(0, experiment.size())
                .mapToDouble(experiment::confidence)
                .toArray();
        ExperimentAccount.Builder account = ExperimentAccount.newBuilder()
                .setExperiment(experiment.experiment().name())
                .setCellType(experiment.cellType())
                .setRun(experiment.model().name().run().name())
                .setRows(experiment.size())
                .setMeanConfidence(Arrays.stream(confidences).average().orElseThrow())
                .setNotCalled(Arrays.stream(confidences)
                        .filter(confidence -> confidence < question.options().minConfidence())
                        .count())
                .addAllPlates(PlateFigures.of(experiment));
        experiment.adaptation().ifPresent(account::setAdaptation);
        experiment.sitesAgree().ifPresent(agreement -> account.setSitesAgree(Shares.of(agreement)));
        controlsOf(experiment).ifPresent(controls -> account.setControls(Shares.of(controls.accuracy(Step.VIEWS))));
        return account.build();
    }

    private Optional<LabelledExperiment> controlsOf(LabelledExperiment experiment) {
        return evidence.stream()
                .flatMap(one -> one.submittedControls().stream())
                .filter(controls -> controls.experiment().equals(experiment.experiment()))
                .findFirst();
    }

    /** The submission's plates as pictures show them. */
    List<PlateMap> plates() {
        return PlateMaps.of(experiments, this::controlsOf);
    }
}
