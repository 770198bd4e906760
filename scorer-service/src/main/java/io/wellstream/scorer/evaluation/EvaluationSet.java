package io.wellstream.scorer.evaluation;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.score.Calls;
import io.wellstream.proto.v1.ConfusionCount;
import io.wellstream.proto.v1.ExperimentShare;
import io.wellstream.proto.v1.KnownTruth;
import io.wellstream.proto.v1.LabelRecall;
import io.wellstream.proto.v1.ReliabilityBin;
import io.wellstream.proto.v1.SurestShare;
import io.wellstream.scorer.experiment.PredictedExperiment;
import io.wellstream.scorer.experiment.PredictedWell;
import io.wellstream.scorer.experiment.ScoringStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Wells with known labels, by experiment, and how often the most probable class is the known label.
 *
 * @param name controls, validation or labelled rows
 * @param cellType empty for all
 */
record EvaluationSet(String name, String cellType, List<PredictedExperiment> experiments) {
    static final String CONTROLS = "controls";
    static final String VALIDATION = "validation";
    static final String LABELLED_ROWS = "labelled rows";

    /** After a step, by experiment. */
    List<Accuracy> accuracies(ScoringStep step) {
        return experiments.stream().map(one -> one.accuracy(step)).toList();
    }

    KnownTruth message() {
        List<Calls.Call> calls = new ArrayList<>();
        experiments.forEach(experiment -> experiment.wells().forEach(well -> {
            int best = well.best();
            calls.add(new Calls.Call(well.probability(best), well.isRight(best)));
        }));
        Calls all = new Calls(calls);
        KnownTruth.Builder truth = KnownTruth.newBuilder()
                .setSet(name)
                .setCellType(cellType)
                .setAccuracy(AccuracyIntervals.of(accuracies(ScoringStep.VIEWS)))
                .setCalibrationError(all.calibrationError())
                .setChance(chance())
                .setTransductive(isTransductive());
        if (name.equals(CONTROLS)) {
            truth.addAllConfusion(confusion());
        }
        all.bins()
                .forEach(bin -> truth.addReliability(ReliabilityBin.newBuilder()
                        .setConfidence(bin.confidence())
                        .setAccuracy(AccuracyIntervals.of(bin.accuracy()))));
        all.byCoverage()
                .forEach(surest -> truth.addSurest(SurestShare.newBuilder()
                        .setCoverage(surest.coverage())
                        .setConfidence(surest.confidence())
                        .setAccuracy(AccuracyIntervals.of(surest.accuracy()))));
        experiments.forEach(experiment -> truth.addExperiments(ExperimentShare.newBuilder()
                .setExperiment(experiment.id().name())
                .setAccuracy(AccuracyIntervals.of(experiment.accuracy(ScoringStep.VIEWS)))));
        return truth.build();
    }

    boolean isTransductive() {
        return experiments.stream().anyMatch(EvaluationSet::isTransductive);
    }

    /** Whether the model was trained on wells of the experiment, without their true labels or as controls. */
    static boolean isTransductive(PredictedExperiment experiment) {
        return experiment.model().card().getTransduction().getExperimentsList().stream()
                .anyMatch(one -> one.getExperiment().equals(experiment.id().name()));
    }

    /** How many wells of each label have each most probable class, by label and class. */
    private List<ConfusionCount> confusion() {
        SortedMap<String, SortedMap<String, Long>> counts = new TreeMap<>();
        experiments.forEach(experiment -> experiment.wells().forEach(well -> counts.computeIfAbsent(
                        well.trueLabel(), label -> new TreeMap<>())
                .merge(well.classes().get(well.best()), 1L, Long::sum)));
        List<ConfusionCount> all = new ArrayList<>();
        counts.forEach((label, byClass) -> byClass.forEach((predicted, wells) -> all.add(ConfusionCount.newBuilder()
                .setLabel(label)
                .setPredicted(predicted)
                .setWells(wells)
                .build())));
        return all;
    }

    private double chance() {
        return experiments.stream()
                .flatMap(experiment -> experiment.wells().stream())
                .mapToDouble(PredictedWell::chance)
                .average()
                .orElse(0);
    }

    /** How often wells with a label are predicted to have it, by label. */
    List<LabelRecall> recall() {
        Map<String, Accuracy> byLabel = new TreeMap<>();
        experiments.forEach(experiment -> experiment.wells().forEach(well -> {
            Accuracy one = new Accuracy(well.isRight(well.best()) ? 1 : 0, 1);
            byLabel.merge(well.trueLabel(), one, (a, b) -> new Accuracy(a.correct() + b.correct(), a.n() + b.n()));
        }));
        return byLabel.entrySet().stream()
                .map(one -> LabelRecall.newBuilder()
                        .setLabel(one.getKey())
                        .setRecall(AccuracyIntervals.of(one.getValue()))
                        .build())
                .toList();
    }
}
