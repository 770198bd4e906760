package io.wellstream.trainer.evaluation;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network's outputs for the sites of some wells. A well's score is the mean of its sites' log-probabilities after
 * division by the temperature, renormalised. A well whose label is not a class counts as wrong.
 */
public final class Evaluation {
    /** A well's label and the logits of each of its sites. */
    private record Well(WellId id, int label, List<float[]> logits) {}

    private final Map<WellId, Well> wells = new LinkedHashMap<>();

    /** Adds the logits for these examples, as [example, class], in their order. */
    public void add(List<Example> examples, float[][] logits) {
        if (examples.size() != logits.length) {
            throw new IllegalArgumentException(logits.length + " rows of logits for " + examples.size() + " examples");
        }
        for (int i = 0; i < logits.length; i++) {
            Example example = examples.get(i);
            wells.computeIfAbsent(example.well().id(), id -> new Well(id, example.label(), new ArrayList<>()))
                    .logits()
                    .add(logits[i]);
        }
    }

    public int size() {
        return wells.size();
    }

    /** Mean negative log-probability of the label over the wells whose label is a class; 0 if there are none. */
    public double loss(double temperature) {
        double sum = 0;
        int n = 0;
        for (Well well : wells.values()) {
            if (well.label() != Batch.NO_LABEL) {
                sum -= logProbabilities(well.logits(), temperature)[well.label()];
                n++;
            }
        }
        return n == 0 ? 0 : sum / n;
    }

    /** Wells predicted correctly. */
    public int correct(double temperature) {
        return outcomes(temperature).values().stream()
                .mapToInt(Outcome::correct)
                .sum();
    }

    /** How many wells of an experiment were predicted correctly. */
    public record Outcome(int correct, int wells) {}

    /** The outcome of each experiment, in the order in which they were added. */
    public Map<ExperimentId, Outcome> outcomes(double temperature) {
        Map<ExperimentId, Outcome> outcomes = new LinkedHashMap<>();
        for (Well well : wells.values()) {
            double[] scores = logProbabilities(well.logits(), temperature);
            int best = 0;
            for (int i = 1; i < scores.length; i++) {
                best = scores[i] > scores[best] ? i : best;
            }
            Outcome one = new Outcome(best == well.label() ? 1 : 0, 1);
            outcomes.merge(
                    well.id().experiment(),
                    one,
                    (a, b) -> new Outcome(a.correct() + b.correct(), a.wells() + b.wells()));
        }
        return outcomes;
    }

    /** The probability of each class by well, in the order in which the wells were added. */
    public Map<WellId, double[]> probabilities(double temperature) {
        Map<WellId, double[]> probabilities = new LinkedHashMap<>();
        wells.forEach((id, well) -> probabilities.put(
                id,
                Arrays.stream(logProbabilities(well.logits(), temperature))
                        .map(StrictMath::exp)
                        .toArray()));
        return probabilities;
    }

    /** The score of each class: mean over the sites of log softmax(logits / temperature), renormalised. */
    static double[] logProbabilities(List<float[]> sites, double temperature) {
        double[] mean = new double[sites.getFirst().length];
        for (float[] logits : sites) {
            double[] scaled = new double[mean.length];
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = logits[i] / temperature;
            }
            double norm = logSumExp(scaled);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += (scaled[i] - norm) / sites.size();
            }
        }
        double norm = logSumExp(mean);
        for (int i = 0; i < mean.length; i++) {
            mean[i] -= norm;
        }
        return mean;
    }

    private static double logSumExp(double[] values) {
        double largest = Arrays.stream(values).max().orElseThrow();
        double sum = 0;
        for (double value : values) {
            sum += StrictMath.exp(value - largest);
        }
        return largest + StrictMath.log(sum);
    }
}
