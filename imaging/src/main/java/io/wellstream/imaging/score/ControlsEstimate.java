package io.wellstream.imaging.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Estimates the accuracy on an experiment's treatments from that on its positive controls, whose labels are known, by a monotone
 * map fitted on experiments where both are known.
 *
 * <p>The interval is the jackknife-minmax of R. F. Barber, E. J. Candès, A. Ramdas and R. J. Tibshirani, <i>Predictive inference
 * with the jackknife+</i>, Ann. Stat. 49 (2021) 486–507: every experiment in turn is predicted from the others, and the errors of
 * these predictions widen the interval around them. It contains the truth at least as often as {@link Estimate#coverage} says if
 * the experiment is like those of the map. With n experiments the coverage is at most n / (n + 1).
 */
public final class ControlsEstimate {
    /** Fewer experiments do not determine both a map and its error. */
    public static final int FEWEST = 4;

    private static final double WANTED_COVERAGE = 0.95;

    private final List<Experiment> experiments;
    private final MonotoneMap map;
    private final List<MonotoneMap> without; // [experiment], the map fitted on all other experiments
    private final double error;
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
        double[] errors = new double[experiments.size()];
        for (int i = 0; i < errors.length; i++) {
            List<Experiment> others = new ArrayList<>(experiments);
            Experiment left = others.remove(i);
            without.add(MonotoneMap.fit(others.stream().map(Experiment::point).toList()));
            errors[i] = Math.abs(left.treatments().value()
                    - without.get(i).at(left.controls().value()));
        }
        Arrays.sort(errors);
        int rank = Math.min(errors.length, (int) Math.ceil(WANTED_COVERAGE * (errors.length + 1)));
        error = errors[rank - 1];
        coverage = Math.min(WANTED_COVERAGE, (double) rank / (errors.length + 1));
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

    /** The estimate for an experiment with this accuracy on its controls. */
    public Estimate of(Accuracy controls) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (MonotoneMap other : without) {
            low = Math.min(low, other.at(controls.value()) - error);
            high = Math.max(high, other.at(controls.value()) + error);
        }
        return Estimate.clamped(map.at(controls.value()), low, high, coverage);
    }

    /** Whether the controls lie in the range the map was fitted on; outside it the estimate is that of the outermost experiment. */
    public boolean covers(Accuracy controls) {
        return experiments.stream().anyMatch(e -> e.controls().value() <= controls.value())
                && experiments.stream().anyMatch(e -> e.controls().value() >= controls.value());
    }
}
