package io.wellstream.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void asManyComeAsAreAskedForAndAlwaysTheSame() {
        long[] nanos = Arrivals.atRandom(50, LONG, 7).nanos();

        assertThat(nanos).isSorted().hasSizeBetween(178_000, 182_000); // 180,000 expected, standard deviation 424
        assertThat(Arrivals.atRandom(50, LONG, 7).nanos()).isEqualTo(nanos);
    }

    /** Khinchin's formula for a queue of constant service time: mean wait = load / (2 (1 - load)) times the service. */
    @Test
    void theFloorIsThatOfAQueueWithConstantServiceTime() {
        Latencies light = Arrivals.atRandom(0.001, LONG, 1).servedIn(10);
        assertThat(light.percentile(99)).isCloseTo(10, within(1e-6));

        Latencies half = Arrivals.atRandom(50, LONG, 1).servedIn(10);
        double mean = 0;
        for (int percent = 1; percent <= 1000; percent++) {
            mean += half.percentile((percent - 0.5) / 10) / 1000;
        }
        assertThat(mean).isCloseTo(10 + 10 * 0.5 / (2 * (1 - 0.5)), within(0.2));
    }
}
