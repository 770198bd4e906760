package io.wellstream.local.status.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.local.status.sample.History;
import io.wellstream.local.status.sample.Labels;
import io.wellstream.local.status.sample.Sample;
import io.wellstream.local.status.sample.TimeSeries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final History history = new History(SECOND, Duration.ofSeconds(10), Duration.ofSeconds(3));

    @Test
    void keepsOnlyTheNewestSamplesOfASeries() {
        for (int second = 0; second <= 100; second++) {
            history.add(1000L * second, sample("a", second));
        }

        List<TimeSeries.Reading> kept =
                history.series("calls", labels -> true).getFirst().between(0, 100_000);

        assertThat(kept).hasSize(11);
        assertThat(kept.getFirst().value()).isEqualTo(90);
        assertThat(kept.getLast().value()).isEqualTo(100);
    }

    @Test
    void aSeriesWithoutNewSamplesEndsAndIsDropped() {
        history.add(0, sample("a", 1));
        history.add(0, sample("b", 1));
        history.add(5000, sample("b", 2));

        assertThat(new Evaluator(history, 5000).evaluate(Expression.parse("calls")))
                .containsExactly(new Point(Labels.of(Map.of("job", "b")), 2));
        history.forgetBefore(10_001);
        assertThat(history.size()).isEqualTo(1);
    }

    private static Sample sample(String job, double value) {
        return new Sample("calls", Labels.of(Map.of("job", job)), value);
    }
}
