package io.wellstream.imaging.score;

import io.wellstream.imaging.random.SplitMix64;
import java.util.Arrays;
import java.util.Optional;

/**
 * Estimates an experiment's accuracy without any label, where it is known which treatments share a plate: a correct prediction
 * belongs to the plate's group, a wrong one only by chance. With c the share of wells predicted within their plate's group and c0
 * the share expected by chance, the accuracy is (c − c0) / (1 − c0).
 *
 * <p>Assumes that wrong predictions fall into the groups at random. Use each well's own most probable class: the design prior, and
 * training on batches of single plates, put wrong predictions into the right group.
 */
public final class GroupEstimate {
    private static final int RESAMPLES = 1_000;
    private static final int PERMUTATIONS = 200;
    private static final double COVERAGE = 0.95;

    private GroupEstimate() {}

    /** The predictions for the wells of one experiment. */
    public static final class Wells {
        private final int[] plates; // [well], from 0
        private final int[] predicted; // [well], the group of the most probable class, from 0
        private final int groups;

        /**
         * @param plates [well], from 0
         * @param predicted [well], the group of the most probable class, from 0
         * @param groups their number
         */
        public Wells(int[] plates, int[] predicted, int groups) {
            if (plates.length != predicted.length || plates.length == 0 || groups < 2) {
                throw new IllegalArgumentException(plates.length + " wells on plates, " + predicted.length
                        + " predictions, " + groups + " groups; expected as many of each, and at least two groups");
            }
            if (Arrays.stream(plates).max().orElseThrow() >= groups) {
                throw new IllegalArgumentException("more plates than the " + groups + " groups");
            }
            this.plates = plates;
            this.predicted = predicted;
            this.groups = groups;
        }

        private int plateCount() {
            return Arrays.stream(plates).max().orElseThrow() + 1;
        }

        private double share(int[] groupOfPlate) {
            int within = 0;
            for (int well = 0; well < plates.length; well++) {
                within += groupOfPlate[plates[well]] == predicted[well] ? 1 : 0;
            }
            return (double) within / plates.length;
        }
    }

    /**
     * The estimate when it is known which group is on which plate: by chance, one well in {@code groups} is within its group.
     *
     * @param groupOfPlate [plate]
     */
    public static Estimate known(Wells wells, int[] groupOfPlate, long seed) {
        double chance = 1.0 / wells.groups;
        return estimate(wells, groupOfPlate, chance, chance, new SplitMix64(seed));
    }

    /**
     * The estimate when the plates' groups are inferred as the best match of the predictions themselves. The best match agrees more
     * often than chance even if no prediction is correct, so c0 is the agreement that it reaches after shuffling the wells over the
     * plates. If many predictions are correct, the match is the true one and gains nothing by chance; the interval's upper end
     * assumes that.
     *
     * @return empty if shuffled wells always match, as those of a single plate do: then the agreement carries no information
     */
    public static Optional<Estimate> inferred(Wells wells, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double chance = wells.plateCount() < 2 ? 1 : shuffledShare(wells, random);
        return chance < 1
                ? Optional.of(estimate(wells, bestMatch(wells), chance, 1.0 / wells.groups, random))
                : Optional.empty();
    }

    /** The group of each plate, each group at most once, such that most predictions agree. */
    public static int[] bestMatch(Wells wells) {
        double[][] counts = new double[wells.plateCount()][wells.groups];
        for (int well = 0; well < wells.plates.length; well++) {
            counts[wells.plates[well]][wells.predicted[well]]++;
        }
        return LinearAssignment.maximise(counts);
    }

    /**
     * @param chance the share of wells within their plate's group if no prediction is correct
     * @param leastChance the same, for the upper end of the interval
     */
    private static Estimate estimate(
            Wells wells, int[] groupOfPlate, double chance, double leastChance, SplitMix64 random) {
        double[] resampled = new double[RESAMPLES];
        int n = wells.plates.length;
        for (int i = 0; i < RESAMPLES; i++) {
            int within = 0;
            for (int drawn = 0; drawn < n; drawn++) {
                int well = random.nextInt(n);
                within += groupOfPlate[wells.plates[well]] == wells.predicted[well] ? 1 : 0;
            }
            resampled[i] = (double) within / n;
        }
        Arrays.sort(resampled);
        return Estimate.clamped(
                accuracy(wells.share(groupOfPlate), chance),
                accuracy(resampled[RESAMPLES * 25 / 1_000], chance),
                accuracy(resampled[RESAMPLES * 975 / 1_000], leastChance),
                COVERAGE);
    }

    private static double accuracy(double share, double chance) {
        return (share - chance) / (1 - chance);
    }

    private static double shuffledShare(Wells wells, SplitMix64 random) {
        int[] shuffled = wells.predicted.clone();
        double sum = 0;
        for (int i = 0; i < PERMUTATIONS; i++) {
            for (int last = shuffled.length - 1; last > 0; last--) {
                int other = random.nextInt(last + 1);
                int kept = shuffled[last];
                shuffled[last] = shuffled[other];
                shuffled[other] = kept;
            }
            Wells chance = new Wells(wells.plates, shuffled, wells.groups);
            sum += chance.share(bestMatch(chance));
        }
        return sum / PERMUTATIONS;
    }
}
