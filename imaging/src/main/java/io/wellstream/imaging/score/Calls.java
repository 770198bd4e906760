package io.wellstream.imaging.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Predictions whose true labels are known: the calibration of their confidence, and the accuracy without the least confident. */
public final class Calls {
    private static final int BINS = 10;
    private static final int STEPS = 10;

    private final List<Call> calls; // most confident first

    /**
     * One prediction.
     *
     * @param confidence from 0 to 1
     */
    public record Call(double confidence, boolean right) {}

    /**
     * The predictions of one range of confidence.
     *
     * @param confidence the mean of its predictions
     */
    public record Bin(double confidence, Accuracy accuracy) {}

    /**
     * The most confident predictions.
     *
     * @param coverage their share of all
     * @param confidence of the least confident of them
     */
    public record Surest(double coverage, double confidence, Accuracy accuracy) {}

    public Calls(List<Call> calls) {
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("no predictions with known labels");
        }
        this.calls = calls.stream()
                .sorted(Comparator.comparingDouble(Call::confidence).reversed())
                .toList();
    }

    public Accuracy accuracy() {
        return accuracy(calls);
    }

    /** Ten ranges of equal width, without the empty ones. */
    public List<Bin> bins() {
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            int wanted = bin;
            List<Call> inside = calls.stream()
                    .filter(call -> Math.min(BINS - 1, (int) (call.confidence() * BINS)) == wanted)
                    .toList();
            if (!inside.isEmpty()) {
                double mean =
                        inside.stream().mapToDouble(Call::confidence).average().orElseThrow();
                bins.add(new Bin(mean, accuracy(inside)));
            }
        }
        return bins;
    }

    /**
     * The expected calibration error: the mean difference between confidence and accuracy over the bins, weighted by their number
     * of predictions (C. Guo et al., <i>On calibration of modern neural networks</i>, ICML 2017). Small samples raise it.
     */
    public double calibrationError() {
        return bins().stream()
                .mapToDouble(bin -> Math.abs(bin.confidence() - bin.accuracy().value())
                        * bin.accuracy().n()
                        / calls.size())
                .sum();
    }

    /** The accuracy of the most confident tenth, two tenths, …, all. */
    public List<Surest> byCoverage() {
        List<Surest> steps = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            int count = (int) Math.ceil((double) calls.size() * step / STEPS);
            List<Call> surest = calls.subList(0, count);
            if (steps.isEmpty() || steps.getLast().accuracy().n() < count) {
                steps.add(new Surest(
                        (double) count / calls.size(), surest.getLast().confidence(), accuracy(surest)));
            }
        }
        return steps;
    }

    private static Accuracy accuracy(List<Call> some) {
        return new Accuracy(some.stream().filter(Call::right).count(), some.size());
    }
}
