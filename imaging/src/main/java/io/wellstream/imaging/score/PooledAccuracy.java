package io.wellstream.imaging.score;

import io.wellstream.imaging.random.SplitMix64;
import java.util.Arrays;
import java.util.List;

/**
 * The share of wells predicted correctly over several experiments. Wells of one experiment resemble each other, so the 95 % interval
 * is a bootstrap by experiment; for a single experiment it is that of {@link Accuracy}. If a few experiments happen to agree, the
 * bootstrap is too narrow, so the interval is never narrower than for independent wells.
 *
 * @param experiments their number
 * @param low lower end of the interval, 0…1
 * @param high upper end of the interval, 0…1
 */
public record PooledAccuracy(Accuracy all, int experiments, double low, double high) {
    private static final int RESAMPLES = 2_000;

    /** At least one experiment. */
    public static PooledAccuracy of(List<Accuracy> experiments, long seed) {
        long correct = experiments.stream().mapToLong(Accuracy::correct).sum();
        Accuracy all = new Accuracy(
                correct, experiments.stream().mapToLong(Accuracy::n).sum());
        if (experiments.size() == 1) {
            return new PooledAccuracy(all, 1, all.low(), all.high());
        }
        SplitMix64 random = new SplitMix64(seed);
        double[] resampled = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            long right = 0;
            long wells = 0;
            for (int drawn = 0; drawn < experiments.size(); drawn++) {
                Accuracy one = experiments.get(random.nextInt(experiments.size()));
                right += one.correct();
                wells += one.n();
            }
            resampled[i] = (double) right / wells;
        }
        Arrays.sort(resampled);
        return new PooledAccuracy(
                all,
                experiments.size(),
                Math.min(all.low(), resampled[RESAMPLES * 25 / 1_000]),
                Math.max(all.high(), resampled[RESAMPLES * 975 / 1_000]));
    }
}
