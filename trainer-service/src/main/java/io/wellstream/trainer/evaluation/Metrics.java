package io.wellstream.trainer.evaluation;

import io.wellstream.imaging.random.SplitMix64;
import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.EpochSoFar;
import io.wellstream.proto.v1.Metric;
import io.wellstream.trainer.evaluation.Evaluation.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Accuracies as a model card shows them, each with n and a 95 % interval. */
public final class Metrics {
    private static final int RESAMPLES = 2_000;

    private Metrics() {}

    /**
     * Loss and accuracy of a set, in total and per experiment. Wells of one experiment resemble each other, so the interval
     * over several experiments is a bootstrap by experiment; within one experiment it is Wilson's.
     */
    public static List<Metric> of(String set, Evaluation evaluation, double temperature, long seed) {
        List<Metric> metrics = new ArrayList<>();
        if (evaluation.size() == 0) {
            return metrics;
        }
        Map<ExperimentId, Outcome> outcomes = evaluation.outcomes(temperature);
        metrics.add(Metric.newBuilder()
                .setSet(set)
                .setName("loss")
                .setValue(evaluation.loss(temperature))
                .setN(evaluation.size())
                .build());
        metrics.add(whole(set, List.copyOf(outcomes.values()), seed));
        outcomes.forEach((experiment, outcome) -> metrics.add(
                metric(set, outcome).setExperiment(experiment.name()).build()));
        return metrics;
    }

    /** Accuracy over the augmented training samples: optimistic, so it is shown only as the set `training`. */
    public static Metric training(EpochSoFar epoch) {
        return metric("training", new Accuracy(epoch.getCorrect(), epoch.getSamples()))
                .build();
    }

    private static Metric whole(String set, List<Outcome> experiments, long seed) {
        Outcome sum = experiments.stream()
                .reduce(new Outcome(0, 0), (a, b) -> new Outcome(a.correct() + b.correct(), a.wells() + b.wells()));
        Metric.Builder metric = metric(set, sum);
        if (experiments.size() > 1) {
            double[] resampled = new double[RESAMPLES];
            SplitMix64 generator = SplitMix64.of(seed, "bootstrap " + set, 0);
            for (int i = 0; i < RESAMPLES; i++) {
                resampled[i] = resample(experiments, generator);
            }
            Arrays.sort(resampled);
            metric.setLow(resampled[RESAMPLES * 25 / 1_000]).setHigh(resampled[RESAMPLES * 975 / 1_000]);
        }
        return metric.build();
    }

    private static double resample(List<Outcome> experiments, SplitMix64 generator) {
        long correct = 0;
        long wells = 0;
        for (int i = 0; i < experiments.size(); i++) {
            Outcome drawn = experiments.get(generator.below(experiments.size()));
            correct += drawn.correct();
            wells += drawn.wells();
        }
        return (double) correct / wells;
    }

    private static Metric.Builder metric(String set, Outcome outcome) {
        return metric(set, new Accuracy(outcome.correct(), outcome.wells()));
    }

    private static Metric.Builder metric(String set, Accuracy accuracy) {
        return Metric.newBuilder()
                .setSet(set)
                .setName("accuracy")
                .setValue(accuracy.value())
                .setN(accuracy.n())
                .setLow(accuracy.low())
                .setHigh(accuracy.high());
    }
}
