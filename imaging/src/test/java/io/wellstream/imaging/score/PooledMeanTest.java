package io.wellstream.imaging.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.random.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PooledMeanTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void theIntervalHoldsTheTrueMeanAsOftenAsItSays(int k) {
        SplitMix64 random = new SplitMix64(k);
        int holds = 0;
        for (int trial = 0; trial < 2_000; trial++) {
            List<double[]> experiments = new ArrayList<>();
            for (int i = 0; i < k; i++) {
                double mean = 2 + (k == 1 ? 0 : 0.5 * SimulatedScores.gauss(random));
                double[] losses = new double[50];
                for (int well = 0; well < losses.length; well++) {
                    losses[well] = mean + SimulatedScores.gauss(random);
                }
                experiments.add(losses);
            }
            PooledMean.Interval interval = PooledMean.of(experiments).interval().orElseThrow();
            holds += interval.low() <= 2 && 2 <= interval.high() ? 1 : 0;
        }

        assertThat(holds / 2_000.0).isBetween(0.94, 0.99);
    }

    @Test
    void theMeanIsOverAllValues() {
        PooledMean pooled = PooledMean.of(List.of(new double[] {1, 2, 3}, new double[] {6}));

        assertThat(pooled.value()).isCloseTo(3, within(1e-9));
        assertThat(pooled.n()).isEqualTo(4);
        assertThat(pooled.experiments()).isEqualTo(2);
    }

    @Test
    void oneValueHasNoInterval() {
        assertThat(PooledMean.of(List.of(new double[] {3})).interval()).isEmpty();
    }
}
