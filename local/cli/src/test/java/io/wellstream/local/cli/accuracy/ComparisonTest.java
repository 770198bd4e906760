package io.wellstream.local.cli.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.local.cli.accuracy.Comparison.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final int WELLS = 100;

    @Test
    void aWellCountsOnceWithTheMeanOverTheSeeds() {
        List<Prediction> predictions = new ArrayList<>();
        predictions.addAll(wells("a", 1, "HUVEC-07", 40));
        predictions.addAll(wells("a", 2, "HUVEC-07", 60));
        predictions.addAll(wells("a", 1, "HEPG2-07", 20));

        Line line = only(new Comparison(new Results(predictions, List.of(run("a"))), "a"));

        assertThat(line.accuracy().n()).isEqualTo(2 * WELLS);
        assertThat(line.accuracy().experiments()).isEqualTo(2);
        assertThat(line.accuracy().value()).isCloseTo((0.5 + 0.2) / 2, within(1e-12));
        assertThat(line.byCellType()).hasSize(2);
        assertThat(line.byCellType().get(new CellType("HUVEC")))
                .satisfies(mean -> assertThat(mean.value()).isCloseTo(0.5, within(1e-12)));
        assertThat(line.difference()).isEmpty();
    }

    @Test
    void differencesArePairedByWellAndSeed() {
        List<Prediction> predictions = new ArrayList<>();
        for (String experiment : List.of("HUVEC-07", "HUVEC-08", "HUVEC-09")) {
            predictions.addAll(wells("seed", 1, experiment, 20));
            predictions.addAll(wells("new", 1, experiment, 50));
            predictions.addAll(wells("new", 2, experiment, 100)); // has no partner
        }

        Line line = new Comparison(new Results(predictions, List.of(run("seed"), run("new"))), "seed")
                .lines()
                .getLast();

        assertThat(line.difference()).hasValueSatisfying(difference -> {
            assertThat(difference.value()).isCloseTo(0.3, within(1e-12));
            assertThat(difference.interval())
                    .hasValueSatisfying(interval -> assertThat(interval.low()).isGreaterThan(0.2));
        });
        assertThat(line.verdict()).isEqualTo("better");
    }

    @Test
    void aDifferenceWhoseIntervalHoldsZeroSaysSo() {
        List<Prediction> predictions = new ArrayList<>();
        predictions.addAll(wells("seed", 1, "HUVEC-07", 50));
        predictions.addAll(wells("seed", 1, "HUVEC-08", 50));
        predictions.addAll(wells("new", 1, "HUVEC-07", 80));
        predictions.addAll(wells("new", 1, "HUVEC-08", 40));

        Line line = new Comparison(new Results(predictions, List.of(run("seed"), run("new"))), "seed")
                .lines()
                .getLast();

        assertThat(line.verdict()).contains("the interval holds 0");
    }

    @Test
    void theTableHasEachArmAndItsLeak() {
        Results results = new Results(
                wells("a", 1, "HUVEC-07", 25),
                List.of(new TrainedRun(
                        "a", "HUVEC", 1, new TrainedRun.Work(10, 1, 2_000), OptionalDouble.of(0.75), "")));

        List<String> table = new AccuracyReport(new Comparison(results, "a"), 0.01).table();

        assertThat(table).hasSize(3);
        assertThat(table.getLast())
                .contains("| a | 25.0 % (", "100 wells of 1 experiments", "| 75.0 % |", "| 10 | 200 | 1 |");
    }

    private static Line only(Comparison comparison) {
        assertThat(comparison.lines()).hasSize(1);
        return comparison.lines().getFirst();
    }

    private static TrainedRun run(String arm) {
        return new TrainedRun(arm, "HUVEC", 1, new TrainedRun.Work(10, 0, 1_000), OptionalDouble.empty(), "");
    }

    /** A plate of wells, the first of which are right. */
    private static List<Prediction> wells(String arm, long seed, String experiment, int right) {
        return IntStream.range(0, WELLS)
                .mapToObj(i -> new Prediction(
                        arm,
                        seed,
                        WellId.of(experiment, 1, String.format("%c%02d", 'B' + i / 20, 2 + i % 20)),
                        "sirna_1",
                        i < right ? "sirna_1" : "sirna_2"))
                .toList();
    }
}
