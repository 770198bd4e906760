package io.wellstream.imaging.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlsEstimateTest {
    private static final int REPEATS = 400;

    @ParameterizedTest
    @CsvSource({"4, 0.80", "8, 0.88", "20, 0.95"})
    void theIntervalHoldsTheTruthAsOftenAsItSays(int experiments, double atLeast) {
        SimulatedScores scores = new SimulatedScores(5);
        int held = 0;
        double miss = 0;
        for (int i = 0; i < REPEATS; i++) {
            ControlsEstimate map = ControlsEstimate.fit(
                    Stream.generate(scores::experiment).limit(experiments).toList());
            ControlsEstimate.Experiment unseen = scores.experiment();
            Estimate estimate = map.of(unseen.controls());
            double truth = unseen.treatments().value();
            held += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
            miss += Math.abs(estimate.value() - truth) / REPEATS;
            assertThat(estimate.coverage()).isCloseTo(atLeast, within(0.011));
        }

        assertThat((double) held / REPEATS).isGreaterThanOrEqualTo(atLeast);
        assertThat(miss).isLessThan(0.16);
    }

    @Test
    void fewerThanFourExperimentsAreRefused() {
        List<ControlsEstimate.Experiment> three = Collections.nCopies(3, new SimulatedScores(1).experiment());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControlsEstimate.fit(three))
                .withMessageContaining("at least 4");
    }

    @Test
    void betterControlsNeverMeanWorseTreatments() {
        ControlsEstimate map = ControlsEstimate.fit(List.of(at(20, 10), at(40, 30), at(60, 20), at(80, 50)));

        assertThat(map.of(new Accuracy(10, 100)).value()).isEqualTo(0.1);
        assertThat(map.of(new Accuracy(40, 100)).value()).isEqualTo(0.25);
        assertThat(map.of(new Accuracy(60, 100)).value()).isEqualTo(0.25);
        assertThat(map.of(new Accuracy(70, 100)).value()).isCloseTo(0.375, within(1e-9));
        assertThat(map.covers(new Accuracy(70, 100))).isTrue();
        assertThat(map.covers(new Accuracy(90, 100))).isFalse();
    }

    private static ControlsEstimate.Experiment at(int controls, int treatments) {
        return new ControlsEstimate.Experiment(new Accuracy(controls, 100), new Accuracy(treatments, 100));
    }
}
