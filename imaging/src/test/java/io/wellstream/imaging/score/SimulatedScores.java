package io.wellstream.imaging.score;

import io.wellstream.imaging.random.SplitMix64;

/** Experiments of 1,108 treatments on four plates, whose predictions are right with a known probability. */
final class SimulatedScores {
    static final int TREATMENTS = 1_108;
    static final int CONTROLS = 124;
    static final int GROUPS = 4;
    static final int[] GROUP_OF_PLATE = {2, 0, 3, 1};

    private final SplitMix64 random;

    SimulatedScores(long seed) {
        random = new SplitMix64(seed);
    }

    /** Wells predicted correctly with this probability, otherwise as any class alike, and the accuracy they reach. */
    Predicted groups(double accuracy) {
        int[] plates = new int[TREATMENTS];
        int[] predicted = new int[TREATMENTS];
        int right = 0;
        for (int well = 0; well < TREATMENTS; well++) {
            plates[well] = well % GROUPS;
            int group = GROUP_OF_PLATE[plates[well]];
            boolean isRight = random.nextDouble() < accuracy;
            predicted[well] = isRight ? group : random.nextInt(GROUPS);
            right += isRight ? 1 : 0;
        }
        return new Predicted(new GroupEstimate.Wells(plates, predicted, GROUPS), (double) right / TREATMENTS);
    }

    record Predicted(GroupEstimate.Wells wells, double accuracy) {}

    /**
     * An experiment of random quality: the better its treatments are predicted, the better its controls, which are easier. Both
     * scatter by more than counting explains.
     */
    ControlsEstimate.Experiment experiment() {
        double quality = random.nextDouble();
        double treatments = Math.clamp(0.1 + 0.7 * quality + 0.05 * gauss(random), 0, 1);
        double controls = Math.clamp(0.4 + 0.55 * quality + 0.03 * gauss(random), 0, 1);
        return new ControlsEstimate.Experiment(count(controls, CONTROLS), count(treatments, TREATMENTS));
    }

    private Accuracy count(double probability, int n) {
        int right = 0;
        for (int i = 0; i < n; i++) {
            right += random.nextDouble() < probability ? 1 : 0;
        }
        return new Accuracy(right, n);
    }

    /** Approximately normal: the sum of twelve uniform numbers. */
    static double gauss(SplitMix64 random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
