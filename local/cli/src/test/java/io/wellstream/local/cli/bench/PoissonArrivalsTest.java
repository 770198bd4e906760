package io.wellstream.local.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoissonArrivalsTest {
    @Test
    void callsHaveTheWantedRateNeverComeEarlyAndDependOnTheSeedOnly() throws InterruptedException {
        List<Long> first = due(PoissonArrivals.atRandom(1_000, Duration.ofSeconds(1), 7));
        List<Long> again = due(PoissonArrivals.atRandom(1_000, Duration.ofSeconds(1), 7));

        assertThat(first).isSorted().hasSizeBetween(850, 1_150); // 1,000 expected, standard deviation 32
        assertThat(again).hasSameSizeAs(first);
        for (int i = 1; i < first.size(); i++) {
            assertThat(again.get(i) - again.getFirst()).isEqualTo(first.get(i) - first.getFirst());
        }
    }

    private static List<Long> due(PoissonArrivals arrivals) throws InterruptedException {
        List<Long> times = new ArrayList<>();
        arrivals.each(due -> {
            assertThat(System.nanoTime()).isGreaterThanOrEqualTo(due);
            times.add(due);
        });
        return times;
    }
}
