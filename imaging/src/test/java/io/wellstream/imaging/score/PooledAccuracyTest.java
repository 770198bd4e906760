package io.wellstream.imaging.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.random.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PooledAccuracyTest {
    private static final int TRIALS = 2_000;
    private static final int WELLS = 1_108;
    private static final double TRUE_ACCURACY = 0.4;
    private static final double SD_BETWEEN_EXPERIMENTS = 0.1;

    /**
     * How often 95 % intervals hold the accuracy that they estimate: that of the bootstrap by experiment which cards had, of the same
     * with the floor which reports had, and of what both have now. Experiments of 1,108 wells whose accuracies have a standard
     * deviation of 0.1 around 0.4.
     */
    @ParameterizedTest
    @CsvSource({"2, 0.50, 0.52, 0.95", "3, 0.75, 0.75, 0.95", "5, 0.83, 0.84, 0.95", "8, 0.88, 0.88, 0.95"})
    void theIntervalHoldsTheTrueAccuracyAsOftenAsItSays(int k, double bootstrap, double withFloor, double now) {
        assertThat(coverage(k, SD_BETWEEN_EXPERIMENTS, PooledAccuracyTest::bootstrap))
                .isCloseTo(bootstrap, within(0.03));
        assertThat(coverage(k, SD_BETWEEN_EXPERIMENTS, PooledAccuracyTest::bootstrapWithFloor))
                .isCloseTo(withFloor, within(0.03));
        assertThat(coverage(k, SD_BETWEEN_EXPERIMENTS, PooledAccuracyTest::now)).isCloseTo(now, within(0.02));
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "5", "8"})
    void experimentsThatDoNotDifferGetNoTooNarrowInterval(int k) {
        assertThat(coverage(k, 0, PooledAccuracyTest::now)).isGreaterThan(0.95);
    }

    @Test
    void theIntervalOfOneExperimentIsWilsons() {
        Accuracy one = new Accuracy(13, 24);

        PooledAccuracy pooled = PooledAccuracy.of(List.of(one));

        assertThat(pooled).isEqualTo(new PooledAccuracy(one, 1, one.low(), one.high()));
    }

    @Test
    void twoExperimentsThatAgreeAreNoNarrowerThanTheirWellsAllow() {
        PooledAccuracy alike = PooledAccuracy.of(List.of(new Accuracy(50, 100), new Accuracy(50, 100)));

        assertThat(alike.low()).isEqualTo(alike.all().low());
        assertThat(alike.high()).isEqualTo(alike.all().high());
    }

    /** By hand: residuals −40 and 40 of 200 wells, so the standard error is 0.4, and t with 1 degree of freedom is 12.7. */
    @Test
    void twoExperimentsThatDisagreeSayNothing() {
        PooledAccuracy apart = PooledAccuracy.of(List.of(new Accuracy(10, 100), new Accuracy(90, 100)));

        assertThat(apart.low()).isZero();
        assertThat(apart.high()).isEqualTo(1);
    }

    /** The mean of 0.5, 0.6 and 0.7 has the standard error 0.1 / √3, and t with 2 degrees of freedom is 4.3027. */
    @Test
    void equalExperimentsGiveTheTextbooksTInterval() {
        PooledAccuracy pooled = PooledAccuracy.of(
                List.of(new Accuracy(500, 1_000), new Accuracy(600, 1_000), new Accuracy(700, 1_000)));

        assertThat(pooled.high() - 0.6).isCloseTo(4.3027 * 0.1 / Math.sqrt(3), within(1e-4));
        assertThat(pooled.low()).isCloseTo(1.2 - pooled.high(), within(1e-9));
    }

    private static double coverage(int k, double sd, Function<List<Accuracy>, double[]> interval) {
        SplitMix64 random = new SplitMix64(k);
        int holds = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            List<Accuracy> experiments = new ArrayList<>();
            for (int i = 0; i < k; i++) {
                double accuracy = TRUE_ACCURACY + sd * SimulatedScores.gauss(random);
                long correct = 0;
                for (int well = 0; well < WELLS; well++) {
                    correct += random.nextDouble() < accuracy ? 1 : 0;
                }
                experiments.add(new Accuracy(correct, WELLS));
            }
            double[] ends = interval.apply(experiments);
            holds += ends[0] <= TRUE_ACCURACY && TRUE_ACCURACY <= ends[1] ? 1 : 0;
        }
        return (double) holds / TRIALS;
    }

    private static double[] now(List<Accuracy> experiments) {
        PooledAccuracy pooled = PooledAccuracy.of(experiments);
        return new double[] {pooled.low(), pooled.high()};
    }

    private static double[] bootstrapWithFloor(List<Accuracy> experiments) {
        double[] ends = bootstrap(experiments);
        Accuracy all = new Accuracy(
                experiments.stream().mapToLong(Accuracy::correct).sum(),
                experiments.stream().mapToLong(Accuracy::n).sum());
        return new double[] {Math.min(ends[0], all.low()), Math.max(ends[1], all.high())};
    }

    private static double[] bootstrap(List<Accuracy> experiments) {
        SplitMix64 random = new SplitMix64(1);
        double[] means = new double[2_000];
        for (int i = 0; i < means.length; i++) {
            for (int drawn = 0; drawn < experiments.size(); drawn++) {
                means[i] += experiments.get(random.nextInt(experiments.size())).value() / experiments.size();
            }
        }
        Arrays.sort(means);
        return new double[] {means[50], means[1_950]};
    }
}
