package io.wellstream.trainer.evaluation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.score.PooledAccuracy;
import io.wellstream.imaging.score.PooledMean;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.EpochSoFar;
import io.wellstream.proto.v1.Metric;
import io.wellstream.trainer.evaluation.Evaluation.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The figures of a model card: of each set in total, by cell type if there are several, and by experiment. */
public final class Metrics {
    private final String set;
    private final boolean leaking;
    private final List<Metric> metrics = new ArrayList<>();

    private Metrics(String set, boolean leaking) {
        this.set = set;
        this.leaking = leaking;
    }

    /**
     * Losses and accuracies of a set; none of an empty one.
     *
     * @param leaking whether training saw other sites of the same wells
     */
    public static List<Metric> of(String set, boolean leaking, List<Outcome> outcomes) {
        Metrics metrics = new Metrics(set, leaking);
        if (!outcomes.isEmpty()) {
            metrics.add(outcomes, "", "");
            Map<CellType, List<Outcome>> cellTypes = by(Outcome::cellType, outcomes);
            if (cellTypes.size() > 1) {
                cellTypes.forEach((cellType, some) -> metrics.add(some, cellType.name(), ""));
            }
            byExperiment(outcomes)
                    .forEach((experiment, some) ->
                            metrics.add(some, some.getFirst().cellType().name(), experiment.name()));
        }
        return metrics.metrics;
    }

    /**
     * Accuracy over the augmented training sites of an epoch. It has no interval: the network changed while it was measured, and
     * it had seen the sites before.
     *
     * @param experiments that the sites are from
     * @param chance accuracy of the better of two guesses made without an image
     */
    public static Metric training(EpochSoFar epoch, int experiments, double chance) {
        return Metric.newBuilder()
                .setSet("training")
                .setName("accuracy")
                .setValue((double) epoch.getCorrect() / epoch.getSamples())
                .setN(epoch.getSamples())
                .setUnit("augmented sites")
                .setExperiments(experiments)
                .setChance(chance)
                .build();
    }

    private void add(List<Outcome> outcomes, String cellType, String experiment) {
        addLoss(outcomes, cellType, experiment);
        PooledAccuracy accuracy = PooledAccuracy.of(
                byExperiment(outcomes).values().stream().map(Metrics::accuracy).toList());
        metrics.add(metric("accuracy", cellType, experiment)
                .setValue(accuracy.all().value())
                .setN(accuracy.all().n())
                .setExperiments(accuracy.experiments())
                .setLow(accuracy.low())
                .setHigh(accuracy.high())
                .setChance(chance(outcomes))
                .setUnknownLabels(outcomes.size() - known(outcomes).size())
                .build());
    }

    private void addLoss(List<Outcome> outcomes, String cellType, String experiment) {
        List<double[]> losses = byExperiment(known(outcomes)).values().stream()
                .map(some -> some.stream()
                        .mapToDouble(outcome -> outcome.loss().orElseThrow())
                        .toArray())
                .toList();
        if (losses.isEmpty()) {
            return; // no well here has a class of the training
        }
        PooledMean loss = PooledMean.of(losses);
        Metric.Builder metric = metric("loss", cellType, experiment)
                .setValue(loss.value())
                .setN(loss.n())
                .setExperiments(loss.experiments())
                .setUnknownLabels(outcomes.size() - loss.n());
        loss.interval().ifPresent(ends -> metric.setLow(Math.max(0, ends.low())).setHigh(ends.high()));
        metrics.add(metric.build());
    }

    private Metric.Builder metric(String name, String cellType, String experiment) {
        return Metric.newBuilder()
                .setSet(set)
                .setName(name)
                .setCellType(cellType)
                .setExperiment(experiment)
                .setUnit("wells")
                .setLeaking(leaking);
    }

    private static Accuracy accuracy(Collection<Outcome> outcomes) {
        return new Accuracy(outcomes.stream().filter(Outcome::correct).count(), outcomes.size());
    }

    private static double chance(List<Outcome> outcomes) {
        double uniform =
                outcomes.stream().mapToDouble(Outcome::uniform).average().orElseThrow();
        double constant =
                outcomes.stream().mapToDouble(Outcome::constant).average().orElseThrow();
        return Math.max(uniform, constant);
    }

    private static List<Outcome> known(List<Outcome> outcomes) {
        return outcomes.stream().filter(outcome -> outcome.loss().isPresent()).toList();
    }

    private static Map<ExperimentId, List<Outcome>> byExperiment(List<Outcome> outcomes) {
        return by(outcome -> outcome.well().experiment(), outcomes);
    }

    private static <K> Map<K, List<Outcome>> by(Function<Outcome, K> key, List<Outcome> outcomes) {
        return outcomes.stream().collect(groupingBy(key, LinkedHashMap::new, toList()));
    }
}
