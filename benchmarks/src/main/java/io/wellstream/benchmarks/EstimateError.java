package io.wellstream.benchmarks;

import io.wellstream.imaging.random.SplitMix64;
import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.score.ControlsEstimate;
import io.wellstream.imaging.score.Estimate;
import io.wellstream.imaging.score.GroupEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The error of the label-free estimates of accuracy, on simulated experiments whose accuracy is known: {@code java -cp
 * benchmarks/target/benchmarks.jar io.wellstream.benchmarks.EstimateError}.
 */
public final class EstimateError {
    private static final int WELLS = 1_108;
    private static final int CONTROLS = 124;
    private static final int GROUPS = 4;
    private static final int[] GROUP_OF_PLATE = {2, 0, 3, 1};
    private static final int REPEATS = 200;

    private final SplitMix64 random = new SplitMix64(20_261_123);

    /** The errors of many estimates of one kind. */
    private static final class Tally {
        private int n;
        private int held;
        private double bias;
        private double miss;
        private double width;

        private void add(Estimate estimate, double truth) {
            n++;
            held += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
            bias += estimate.value() - truth;
            miss += Math.abs(estimate.value() - truth);
            width += estimate.high() - estimate.low();
        }

        @SuppressWarnings("SystemOut")
        private void print(String what) {
            System.out.println(String.format(
                    Locale.ROOT,
                    "%-46s bias %+5.1f  mean miss %4.1f  interval width %4.1f points, holds the truth in %5.1f %%",
                    what,
                    100 * bias / n,
                    100 * miss / n,
                    100 * width / n,
                    100.0 * held / n));
        }
    }

    public static void main(String[] args) {
        EstimateError error = new EstimateError();
        for (double accuracy : new double[] {0, 0.1, 0.3, 0.6, 0.9}) {
            for (double leaning : new double[] {0, 0.1}) {
                error.groups(accuracy, leaning);
            }
        }
        for (int experiments : new int[] {4, 6, 10, 20}) {
            error.controls(experiments, 0);
            error.controls(experiments, 0.15);
        }
    }

    /** @param leaning share of wrong predictions within their plate's group for another reason, which the method cannot know */
    private void groups(double accuracy, double leaning) {
        Tally given = new Tally();
        Tally inferred = new Tally();
        for (int i = 0; i < REPEATS; i++) {
            int[] plates = new int[WELLS];
            int[] predicted = new int[WELLS];
            int right = 0;
            for (int well = 0; well < WELLS; well++) {
                plates[well] = well % GROUPS;
                boolean isRight = random.nextDouble() < accuracy;
                right += isRight ? 1 : 0;
                int wrong = random.nextDouble() < leaning ? GROUP_OF_PLATE[plates[well]] : random.nextInt(GROUPS);
                predicted[well] = isRight ? GROUP_OF_PLATE[plates[well]] : wrong;
            }
            GroupEstimate.Wells wells = new GroupEstimate.Wells(plates, predicted, GROUPS);
            given.add(GroupEstimate.known(wells, GROUP_OF_PLATE, i), (double) right / WELLS);
            inferred.add(GroupEstimate.inferred(wells, i).orElseThrow(), (double) right / WELLS);
        }
        String what = String.format(Locale.ROOT, "accuracy %.0f %%, leaning %.0f %%", 100 * accuracy, 100 * leaning);
        given.print("groups given,    " + what);
        inferred.print("groups inferred, " + what);
    }

    /** @param apart by how much the unseen experiment's treatments are harder than those of the map, which the method cannot know */
    private void controls(int experiments, double apart) {
        Tally tally = new Tally();
        for (int i = 0; i < 5 * REPEATS; i++) {
            List<ControlsEstimate.Experiment> seen = new ArrayList<>();
            for (int e = 0; e < experiments; e++) {
                seen.add(experiment(0));
            }
            ControlsEstimate.Experiment unseen = experiment(apart);
            tally.add(
                    ControlsEstimate.fit(seen).of(unseen.controls()),
                    unseen.treatments().value());
        }
        tally.print(
                String.format(Locale.ROOT, "controls, %d experiments, %.0f points harder", experiments, 100 * apart));
    }

    /** An experiment of random quality; controls and treatments scatter around the map by more than counting explains. */
    private ControlsEstimate.Experiment experiment(double harder) {
        double quality = random.nextDouble();
        double treatments = Math.clamp(0.1 + 0.7 * quality - harder + 0.05 * gauss(), 0, 1);
        double controls = Math.clamp(0.4 + 0.55 * quality + 0.03 * gauss(), 0, 1);
        return new ControlsEstimate.Experiment(count(controls, CONTROLS), count(treatments, WELLS));
    }

    private Accuracy count(double probability, int n) {
        int right = 0;
        for (int i = 0; i < n; i++) {
            right += random.nextDouble() < probability ? 1 : 0;
        }
        return new Accuracy(right, n);
    }

    /** Approximately normal: the sum of twelve uniform numbers. */
    private double gauss() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
