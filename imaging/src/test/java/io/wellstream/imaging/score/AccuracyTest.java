package io.wellstream.imaging.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AccuracyTest {
    /** Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3. */
    @Test
    void theIntervalIsThePublishedOne() {
        Accuracy accuracy = new Accuracy(81, 263);

        assertThat(accuracy.low()).isCloseTo(0.2553, within(5e-5));
        assertThat(accuracy.high()).isCloseTo(0.3662, within(5e-5));
        assertThat(new Accuracy(15, 148).low()).isCloseTo(0.0624, within(5e-5));
        assertThat(new Accuracy(0, 20).high()).isCloseTo(0.1611, within(5e-5));
    }

    @Property
    void theIntervalHoldsTheValueAndStaysInside(
            @ForAll @IntRange(min = 1, max = 500) int n, @ForAll @IntRange(max = 500) int right) {
        Accuracy accuracy = new Accuracy(Math.min(right, n), n);

        assertThat(accuracy.low()).isBetween(0.0, accuracy.value());
        assertThat(accuracy.high()).isBetween(accuracy.value(), 1.0);
    }

    @Test
    void moreRightThanWellsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Accuracy(3, 2));
    }
}
