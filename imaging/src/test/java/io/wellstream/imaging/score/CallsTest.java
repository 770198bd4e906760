package io.wellstream.imaging.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CallsTest {
    @Test
    void aConfidenceThatIsRightAsOftenAsItSaysHasNoCalibrationError() {
        List<Calls.Call> calls = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            double confidence = random.nextDouble();
            calls.add(new Calls.Call(confidence, random.nextDouble() < confidence));
        }

        assertThat(new Calls(calls).calibrationError()).isLessThan(0.02);
    }

    @Test
    void overconfidenceIsMeasured() {
        Calls calls = new Calls(
                List.of(new Calls.Call(0.95, true), new Calls.Call(0.95, false), new Calls.Call(0.25, false)));

        assertThat(calls.calibrationError()).isCloseTo((2 * 0.45 + 0.25) / 3, within(1e-9));
        assertThat(calls.bins()).hasSize(2);
        assertThat(calls.accuracy()).isEqualTo(new Accuracy(1, 3));
    }

    @Test
    void theSurestComeFirst() {
        List<Calls.Call> calls = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            calls.add(new Calls.Call(i / 100.0, i > 50));
        }

        List<Calls.Surest> steps = new Calls(calls).byCoverage();

        assertThat(steps).hasSize(10);
        assertThat(steps.getFirst().accuracy()).isEqualTo(new Accuracy(10, 10));
        assertThat(steps.getFirst().confidence()).isEqualTo(0.91);
        assertThat(steps.getLast().accuracy()).isEqualTo(new Accuracy(50, 100));
    }

    @Test
    void farIsBeyondTheExtremesByMoreThanTheSpread() {
        SeenRange seen = SeenRange.of(List.of(3.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0));

        assertThat(seen.beyond(2.5)).isZero();
        assertThat(seen.isFar(4.9)).isFalse();
        assertThat(seen.isFar(5.1)).isTrue();
        assertThat(seen.isFar(-1.1)).isTrue();
    }
}
