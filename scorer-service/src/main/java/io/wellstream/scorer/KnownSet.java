package io.wellstream.scorer;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.score.Calls;
import io.wellstream.proto.v1.ExperimentShare;
import io.wellstream.proto.v1.KnownTruth;
import io.wellstream.proto.v1.LabelRecall;
import io.wellstream.proto.v1.ReliabilityBin;
import io.wellstream.proto.v1.SurestShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Wells whose truth is known, by experiment: how good a model's own most probable classes are there.
 *
 * @param name controls, validation, labelled rows
 * @param cellType empty: all
 */
record KnownSet(String name, String cellType, List<LabelledExperiment> experiments) {
    static final String CONTROLS = "controls";
    static final String VALIDATION = "validation";
    static final String LABELLED_ROWS = "labelled rows";

    /** After this step, by experiment. */
    List<Accuracy> accuracies(Step step) {
        return experiments.stream().map(one -> one.accuracy(step)).toList();
    }

    KnownTruth message() {
        List<Calls.Call> calls = new ArrayList<>();
        experiments.forEach(experiment -> experiment.readings().forEach(reading -> {
            int best = reading.best();
            calls.add(new Calls.Call(reading.probability(best), reading.isRight(best)));
        }));
        Calls all = new Calls(calls);
        KnownTruth.Builder truth = KnownTruth.newBuilder()
                .setSet(name)
                .setCellType(cellType)
                .setAccuracy(Shares.of(accuracies(Step.VIEWS)))
                .setCalibrationError(all.calibrationError());
        all.bins()
                .forEach(bin -> truth.addReliability(ReliabilityBin.newBuilder()
                        .setConfidence(bin.confidence())
                        .setAccuracy(Shares.of(bin.accuracy()))));
        all.byCoverage()
                .forEach(surest -> truth.addSurest(SurestShare.newBuilder()
                        .setCoverage(surest.coverage())
                        .setConfidence(surest.confidence())
                        .setAccuracy(Shares.of(surest.accuracy()))));
        experiments.forEach(experiment -> truth.addExperiments(ExperimentShare.newBuilder()
                .setExperiment(experiment.experiment().name())
                .setAccuracy(Shares.of(experiment.accuracy(Step.VIEWS)))));
        return truth.build();
    }

    /** How often each label is found again, by label. */
    List<LabelRecall> recall() {
        Map<String, Accuracy> byLabel = new TreeMap<>();
        experiments.forEach(experiment -> experiment.readings().forEach(reading -> {
            Accuracy one = new Accuracy(reading.isRight(reading.best()) ? 1 : 0, 1);
            byLabel.merge(
                    reading.well().getLabel(), one, (a, b) -> new Accuracy(a.correct() + b.correct(), a.n() + b.n()));
        }));
        return byLabel.entrySet().stream()
                .map(one -> LabelRecall.newBuilder()
                        .setLabel(one.getKey())
                        .setRecall(Shares.of(one.getValue()))
                        .build())
                .toList();
    }
}
