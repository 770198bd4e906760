package io.wellstream.trainer.evaluation;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.trainer.plan.Answers;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A network's outputs for the sites of some wells. A well's score is the mean of its sites' log-probabilities after
 * division by the temperature, renormalised over the classes that are possible in the well, as the scorer does it. A well whose
 * label is not one of them counts as wrong and not in the loss.
 */
public final class Evaluation {
    /** A well, its label if that is a class which is possible in it, and the logits of each of its sites. */
    private record Well(DataSet.Well of, int label, List<float[]> logits) {}

    private final Answers answers;
    private final Map<WellId, Well> wells = new LinkedHashMap<>();

    public Evaluation(Answers answers) {
        this.answers = answers;
    }

    /** Adds the logits for these examples, as [example, class], in their order. */
    public void add(List<Example> examples, float[][] logits) {
        if (examples.size() != logits.length) {
            throw new IllegalArgumentException(logits.length + " rows of logits for " + examples.size() + " examples");
        }
        for (int i = 0; i < logits.length; i++) {
            Example example = examples.get(i);
            wells.computeIfAbsent(example.well().id(), id -> well(example))
                    .logits()
                    .add(logits[i]);
        }
    }

    private Well well(Example example) {
        boolean known = example.label() != Batch.NO_LABEL && possible(example.well())[example.label()];
        return new Well(example.well(), known ? example.label() : Batch.NO_LABEL, new ArrayList<>());
    }

    private boolean[] possible(DataSet.Well well) {
        return answers.rows().of(well.isControl());
    }

    public int size() {
        return wells.size();
    }

    /**
     * What the network made of one well.
     *
     * @param loss negative log-probability of the label; empty if the label is not a possible class
     * @param uniform how often a guess of any possible class is right
     * @param constant how often the guess of the most frequent class is right: 0 or 1
     */
    public record Outcome(
            WellId well, CellType cellType, boolean correct, OptionalDouble loss, double uniform, double constant) {}

    /** The outcome of each well, in the order in which the wells were added. */
    public List<Outcome> outcomes(double temperature) {
        return wells.values().stream().map(well -> outcome(well, temperature)).toList();
    }

    private Outcome outcome(Well well, double temperature) {
        double[] scores = logProbabilities(well, temperature);
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        long possible = IntStream.range(0, scores.length)
                .filter(i -> possible(well.of())[i])
                .count();
        boolean known = well.label() != Batch.NO_LABEL;
        return new Outcome(
                well.of().id(),
                well.of().cellType(),
                best == well.label(),
                known ? OptionalDouble.of(-scores[well.label()]) : OptionalDouble.empty(),
                known ? 1.0 / possible : 0,
                well.label() == answers.mostFrequent() ? 1 : 0);
    }

    /** Mean negative log-probability of the label over the wells whose label is a possible class; there must be one. */
    public double loss(double temperature) {
        double sum = 0;
        int n = 0;
        for (Well well : wells.values()) {
            if (well.label() != Batch.NO_LABEL) {
                sum -= logProbabilities(well, temperature)[well.label()];
                n++;
            }
        }
        if (n == 0) {
            throw new IllegalStateException("none of " + size() + " wells has a label that is a possible class");
        }
        return sum / n;
    }

    /** The share of wells predicted correctly. */
    public double accuracy(double temperature) {
        return (double) outcomes(temperature).stream().filter(Outcome::correct).count() / size();
    }

    /** The probability of each class by well, in the order in which the wells were added; 0 for an impossible class. */
    public Map<WellId, double[]> probabilities(double temperature) {
        Map<WellId, double[]> probabilities = new LinkedHashMap<>();
        wells.forEach((id, well) -> probabilities.put(
                id,
                Arrays.stream(logProbabilities(well, temperature))
                        .map(StrictMath::exp)
                        .toArray()));
        return probabilities;
    }

    /** The score of each class: mean over the sites of log softmax(logits / temperature), renormalised; −∞ if impossible. */
    private double[] logProbabilities(Well well, double temperature) {
        List<float[]> sites = well.logits();
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
        boolean[] possible = possible(well.of());
        for (int i = 0; i < mean.length; i++) {
            mean[i] = possible[i] ? mean[i] : Double.NEGATIVE_INFINITY;
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
