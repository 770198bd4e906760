package io.wellstream.local.cli.accuracy;

import io.wellstream.imaging.score.PooledMean;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The arms of a benchmark next to a reference arm. Each unseen well counts once, with the mean over the seeds; differences are between
 * runs of the same seed on the same wells; all intervals are by experiment ({@link PooledMean}).
 */
final class Comparison {
    private final Results results;
    private final String reference;
    private final Map<String, Map<WellId, Map<Long, Boolean>>> answers = new TreeMap<>(); // arm, well, seed: right

    /**
     * One arm.
     *
     * @param difference its accuracy minus that of the reference; empty for the reference, and if they share no well
     */
    record Line(
            String arm,
            PooledMean accuracy,
            Map<CellType, PooledMean> byCellType,
            Optional<PooledMean> difference,
            Effort effort) {

        /** Whether the difference is larger than chance explains, in words. */
        String verdict() {
            return difference
                    .flatMap(PooledMean::interval)
                    .map(interval -> interval.low() > 0
                            ? "better"
                            : interval.high() < 0 ? "worse" : "no difference shown: the interval holds 0")
                    .orElse("");
        }
    }

    /**
     * What the runs of an arm took.
     *
     * @param seconds of a run, the mean
     * @param samples trained on per second
     * @param leaking accuracy on held-back sites of training wells; empty unless the arm splits by random sites
     */
    record Effort(int runs, double seconds, double samples, OptionalDouble leaking) {}

    Comparison(Results results, String reference) {
        this.results = results;
        this.reference = reference;
        for (Prediction prediction : results.predictions()) {
            answers.computeIfAbsent(prediction.arm(), arm -> new TreeMap<>())
                    .computeIfAbsent(prediction.well(), well -> new TreeMap<>())
                    .put(prediction.seed(), prediction.isRight());
        }
    }

    String reference() {
        return reference;
    }

    List<Line> lines() {
        return results.arms().stream()
                .filter(answers::containsKey)
                .map(this::line)
                .toList();
    }

    private Line line(String arm) {
        Map<WellId, Double> shares = shares(arm);
        Map<CellType, PooledMean> byCellType = new TreeMap<>();
        shares.keySet().stream()
                .map(well -> CellType.of(well.experiment()))
                .distinct()
                .forEach(type -> byCellType.put(type, pooled(shares, well -> CellType.of(well.experiment())
                        .equals(type))));
        Map<WellId, Double> differences = arm.equals(reference) ? Map.of() : differences(arm);
        return new Line(
                arm,
                pooled(shares, well -> true),
                byCellType,
                differences.isEmpty() ? Optional.empty() : Optional.of(pooled(differences, well -> true)),
                effort(arm));
    }

    private Map<WellId, Double> shares(String arm) {
        Map<WellId, Double> shares = new TreeMap<>();
        answers.getOrDefault(arm, Map.of())
                .forEach((well, seeds) -> shares.put(
                        well,
                        seeds.values().stream()
                                .mapToInt(right -> right ? 1 : 0)
                                .average()
                                .orElseThrow()));
        return shares;
    }

    private Map<WellId, Double> differences(String arm) {
        Map<WellId, Map<Long, Boolean>> others = answers.getOrDefault(reference, Map.of());
        Map<WellId, Double> differences = new TreeMap<>();
        answers.getOrDefault(arm, Map.of()).forEach((well, seeds) -> {
            Map<Long, Boolean> other = others.getOrDefault(well, Map.of());
            seeds.entrySet().stream()
                    .filter(answer -> other.containsKey(answer.getKey()))
                    .mapToInt(answer ->
                            (answer.getValue() ? 1 : 0) - (Boolean.TRUE.equals(other.get(answer.getKey())) ? 1 : 0))
                    .average()
                    .ifPresent(mean -> differences.put(well, mean));
        });
        return differences;
    }

    private static PooledMean pooled(Map<WellId, Double> values, Predicate<WellId> chosen) {
        Map<ExperimentId, List<Double>> experiments = new TreeMap<>();
        values.forEach((well, value) -> {
            if (chosen.test(well)) {
                experiments
                        .computeIfAbsent(well.experiment(), experiment -> new ArrayList<>())
                        .add(value);
            }
        });
        return PooledMean.of(experiments.values().stream()
                .map(of -> of.stream().mapToDouble(Double::doubleValue).toArray())
                .toList());
    }

    private Effort effort(String arm) {
        List<TrainedRun> runs =
                results.runs().stream().filter(run -> run.arm().equals(arm)).toList();
        double seconds = runs.stream().mapToDouble(run -> run.work().seconds()).sum();
        long samples = runs.stream().mapToLong(run -> run.work().samples()).sum();
        return new Effort(
                runs.size(),
                seconds / runs.size(),
                samples / Math.max(seconds, 1e-9),
                runs.stream().flatMapToDouble(run -> run.leaking().stream()).average());
    }
}
