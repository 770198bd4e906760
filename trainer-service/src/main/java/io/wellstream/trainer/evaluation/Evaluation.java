package io.wellstream.trainer.evaluation;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.random.SplitMix64;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.trainer.labels.Prediction;
import io.wellstream.trainer.plan.Answers;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * A network's outputs for the sites of some wells. A well's score is the mean of its sites' log-probabilities after
 * division by the temperature, renormalised over the classes that are possible in the well, as the scorer does it. A well whose
 * label is not one of them counts as wrong and not in the loss.
 *
 * <p>Each question is answered in one pass over the outputs, well by well (docs/adr/0054).
 */
public final class Evaluation implements AutoCloseable {
    /** Bytes of outputs that a sample of wells has at most. */
    private static final long SAMPLE = 256L << 20;

    /** A well, its label if that is a class which is possible in it, and how many of the rows are of its sites. */
    private record Well(DataSet.Well of, int label, int sites) {
        Well withSite() {
            return new Well(of, label, sites + 1);
        }
    }

    private final Answers answers;
    private final LogitRows rows;
    private final long sampleBytes;
    private final List<Well> wells = new ArrayList<>();
    private final Set<WellId> added = new HashSet<>();

    /** @param rows without any; closed with this evaluation */
    public Evaluation(Answers answers, LogitRows rows) {
        this(answers, rows, SAMPLE);
    }

    Evaluation(Answers answers, LogitRows rows, long sampleBytes) {
        this.answers = answers;
        this.rows = rows;
        this.sampleBytes = sampleBytes;
    }

    /** Adds the logits for these examples, as [example, class], in their order. The sites of a well follow each other. */
    public void add(List<Example> examples, float[][] logits) throws InterruptedException {
        if (examples.size() != logits.length) {
            throw new IllegalArgumentException(logits.length + " rows of logits for " + examples.size() + " examples");
        }
        for (int i = 0; i < logits.length; i++) {
            Example example = examples.get(i);
            if (added.add(example.well().id())) {
                wells.add(well(example));
            } else if (!wells.getLast().of().id().equals(example.well().id())) {
                throw new IllegalArgumentException(
                        "site " + example.site().id() + " follows another well; expected all sites of a well in a row");
            } else {
                wells.add(wells.removeLast().withSite());
            }
            rows.add(logits[i]);
        }
    }

    private Well well(Example example) {
        boolean known = example.label() != Batch.NO_LABEL && possible(example.well())[example.label()];
        return new Well(example.well(), known ? example.label() : Batch.NO_LABEL, 1);
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
        List<Outcome> outcomes = new ArrayList<>(wells.size());
        visit(1, temperature, (well, scores) -> outcomes.add(outcome(well, scores)));
        return outcomes;
    }

    private Outcome outcome(Well well, double[] scores) {
        boolean[] classes = possible(well.of());
        long possible =
                IntStream.range(0, scores.length).filter(i -> classes[i]).count();
        boolean known = well.label() != Batch.NO_LABEL;
        return new Outcome(
                well.of().id(),
                well.of().cellType(),
                best(scores) == well.label(),
                known ? OptionalDouble.of(-scores[well.label()]) : OptionalDouble.empty(),
                known ? 1.0 / possible : 0,
                well.label() == answers.mostFrequent() ? 1 : 0);
    }

    private static int best(double[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    /** Mean negative log-probability of the label over the wells whose label is a possible class; there must be one. */
    public double loss(double temperature) {
        return loss(1, temperature);
    }

    /** The loss of one in so many wells. */
    double loss(int every, double temperature) {
        double[] sum = {0};
        int[] n = {0};
        visit(every, temperature, (well, scores) -> {
            if (well.label() != Batch.NO_LABEL) {
                sum[0] -= scores[well.label()];
                n[0]++;
            }
        });
        if (n[0] == 0) {
            throw new IllegalStateException("none of " + size() + " wells has a label that is a possible class");
        }
        return sum[0] / n[0];
    }

    /** The share of wells predicted correctly. */
    public double accuracy(double temperature) {
        long[] correct = {0};
        visit(1, temperature, (well, scores) -> correct[0] += best(scores) == well.label() ? 1 : 0);
        return (double) correct[0] / size();
    }

    /** The most probable class of each well, in the order in which the wells were added. */
    public List<Prediction> predictions(double temperature) {
        List<Prediction> predictions = new ArrayList<>(wells.size());
        visit(
                1,
                temperature,
                (well, scores) -> predictions.add(Prediction.of(well.of().id(), exponential(scores))));
        return predictions;
    }

    /**
     * The probability of each class by well, in the order in which the wells were added; 0 for an impossible class.
     *
     * @param every 1 for all wells, else one in so many, drawn by their numbers
     * @param visitor receives an array that it may keep
     */
    public void probabilities(int every, double temperature, BiConsumer<WellId, double[]> visitor) {
        visit(every, temperature, (well, scores) -> visitor.accept(well.of().id(), exponential(scores)));
    }

    /** Of how many wells a sample takes one, so that its outputs have a bounded size: 1, that is all wells, for most screens. */
    public int sampled() {
        long bytes = 0;
        for (Well well : wells) {
            bytes += (long) well.sites() * rows.width() * Float.BYTES;
        }
        return Math.toIntExact(Math.max(1, Math.ceilDiv(bytes, sampleBytes)));
    }

    private static double[] exponential(double[] scores) {
        return Arrays.stream(scores).map(StrictMath::exp).toArray();
    }

    /** Receives a well and the score of each class. */
    private interface Visitor {
        void visit(Well well, double[] scores);
    }

    private void visit(int every, double temperature, Visitor visitor) {
        try (LogitRows.Reader reader = rows.reader()) {
            for (int i = 0; i < wells.size(); i++) {
                Well well = wells.get(i);
                if (every == 1 || Long.remainderUnsigned(SplitMix64.mix(i), every) == 0) {
                    visitor.visit(well, logProbabilities(well, reader, temperature));
                } else {
                    reader.skip(well.sites());
                }
            }
        }
    }

    /** The score of each class: mean over the sites of log softmax(logits / temperature), renormalised; −∞ if impossible. */
    private double[] logProbabilities(Well well, LogitRows.Reader sites, double temperature) {
        double[] mean = new double[rows.width()];
        double[] scaled = new double[mean.length];
        for (int site = 0; site < well.sites(); site++) {
            float[] logits = sites.next();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = logits[i] / temperature;
            }
            double norm = logSumExp(scaled);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += (scaled[i] - norm) / well.sites();
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

    @Override
    public void close() {
        rows.close();
    }
}
