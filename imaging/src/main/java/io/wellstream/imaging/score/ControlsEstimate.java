package io.wellstream.imaging.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Estimates the accuracy on an experiment's treatments from that on its positive controls, whose labels are known: a monotone map
 * fitted on experiments where both are.
 *
 * <p>The interval is the jackknife-minmax of R. F. Barber, E. J. Candès, A. Ramdas and R. J. Tibshirani, <i>Predictive inference
 * with the jackknife+</i>, Ann. Stat. 49 (2021) 486–507: every experiment in turn is predicted from the others, and what that
 * missed by is added around all such predictions. It holds the truth at least as often as {@link Estimate#coverage} says if the
 * experiment is like those of the map. With n experiments no more than n / (n + 1) can be promised, and no more is.
 */
public final class ControlsEstimate {
    /** With fewer experiments a map and its error cannot both be had. */
    public static final int FEWEST = 4;

    private static final double WANTED_COVERAGE = 0.95;

    private final List<Experiment> experiments;
    private final MonotoneMap map;
    private final List<MonotoneMap> without; // [experiment], the map fitted on all others
    private final double miss;
    private final double coverage;

    /** An experiment where both accuracies were counted. */
    public record Experiment(Accuracy controls, Accuracy treatments) {
        private MonotoneMap.Point point() {
            return new MonotoneMap.Point(controls.value(), treatments.value(), treatments.n());
        }
    }

    private ControlsEstimate(List<Experiment> experiments) {
        this.experiments = experiments;
        map = MonotoneMap.fit(experiments.stream().map(Experiment::point).toList());
        without = new ArrayList<>();
        double[] misses = new double[experiments.size()];
        for (int i = 0; i < misses.length; i++) {
            List<Experiment> others = new ArrayList<>(experiments);
            Experiment left = others.remove(i);
            without.add(MonotoneMap.fit(others.stream().map(Experiment::point).toList()));
            misses[i] = Math.abs(left.treatments().value()
                    - without.get(i).at(left.controls().value()));
        }
        Arrays.sort(misses);
        int rank = Math.min(misses.length, (int) Math.ceil(WANTED_COVERAGE * (misses.length + 1)));
        miss = misses[rank - 1];
        coverage = Math.min(WANTED_COVERAGE, (double) rank / (misses.length + 1));
    }

    /**
     * The map of these experiments.
     *
     * @throws IllegalArgumentException if they are fewer than {@link #FEWEST}
     */
    public static ControlsEstimate fit(List<Experiment> experiments) {
        if (experiments.size() < FEWEST) {
            throw new IllegalArgumentException(
                    experiments.size() + " experiments with known labels; expected at least " + FEWEST);
        }
        return new ControlsEstimate(List.copyOf(experiments));
    }

    /** What an experiment's controls say of its treatments. */
    public Estimate of(Accuracy controls) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (MonotoneMap other : without) {
            low = Math.min(low, other.at(controls.value()) - miss);
            high = Math.max(high, other.at(controls.value()) + miss);
        }
        return Estimate.clamped(map.at(controls.value()), low, high, coverage);
    }

    /** Whether the map was fitted on experiments with such controls; if not, its outermost experiment is all it knows. */
    public boolean covers(Accuracy controls) {
        return experiments.stream().anyMatch(e -> e.controls().value() <= controls.value())
                && experiments.stream().anyMatch(e -> e.controls().value() >= controls.value());
    }
}
