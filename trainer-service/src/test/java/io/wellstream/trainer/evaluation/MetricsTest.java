package io.wellstream.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.EpochSoFar;
import io.wellstream.proto.v1.Metric;
import io.wellstream.trainer.evaluation.Evaluation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final List<Outcome> outcomes = new ArrayList<>();

    @Test
    void withinOneExperimentTheIntervalIsWilsons() {
        wells("HUVEC-01", 15, 20, 0.5);

        Metric accuracy = metric("accuracy", "", "");

        Accuracy wilson = new Accuracy(15, 20);
        assertThat(accuracy.getLow()).isEqualTo(wilson.low());
        assertThat(accuracy.getHigh()).isEqualTo(wilson.high());
        assertThat(accuracy.getExperiments()).isEqualTo(1);
    }

    @Test
    void overTwoExperimentsThatDifferTheIntervalIsWide() {
        wells("HUVEC-01", 400, 1_000, 1);
        wells("HUVEC-02", 500, 1_000, 2);

        Metric accuracy = metric("accuracy", "", "");
        Metric loss = metric("loss", "", "");

        assertThat(accuracy.getValue()).isEqualTo(0.45);
        assertThat(accuracy.getN()).isEqualTo(2_000);
        assertThat(accuracy.getExperiments()).isEqualTo(2);
        assertThat(accuracy.getLow()).isZero();
        assertThat(accuracy.getHigh()).isEqualTo(1);
        assertThat(loss.getValue()).isCloseTo(1.5, within(1e-9));
        assertThat(loss.getLow()).isZero();
        assertThat(loss.getHigh()).isGreaterThan(7);
    }

    @Test
    void figuresAreGivenByCellTypeAndByExperiment() {
        wells("HUVEC-01", 3, 4, 1);
        wells("HUVEC-02", 2, 4, 1);
        wells("U2OS-01", 1, 4, 1);

        assertThat(metric("accuracy", "HUVEC", "").getValue()).isEqualTo(5 / 8.0);
        assertThat(metric("accuracy", "HUVEC", "").getExperiments()).isEqualTo(2);
        assertThat(metric("accuracy", "U2OS", "").getValue()).isEqualTo(0.25);
        assertThat(metric("accuracy", "HUVEC", "HUVEC-02").getValue()).isEqualTo(0.5);
        assertThat(metric("loss", "U2OS", "U2OS-01").hasHigh()).isTrue();
        assertThat(Metrics.of("test", false, outcomes)).hasSize(2 * (1 + 2 + 3));
    }

    @Test
    void chanceIsThatOfTheBetterGuess() {
        wells("HUVEC-01", 3, 4, 1);
        assertThat(metric("accuracy", "", "").getChance()).isEqualTo(0.25);

        for (int well = 1; well <= 4; well++) {
            outcomes.add(new Outcome(
                    WellId.of("HUVEC-02", 1, "B%02d".formatted(well)),
                    new CellType("HUVEC"),
                    true,
                    OptionalDouble.of(1),
                    0.25,
                    1));
        }
        assertThat(metric("accuracy", "", "").getChance()).isEqualTo(5 / 8.0);
    }

    @Test
    void aWellWithAnUnknownLabelIsWrongAndCounted() {
        wells("HUVEC-01", 1, 1, 1);
        outcomes.add(new Outcome(
                WellId.of("HUVEC-01", 1, "C01"), new CellType("HUVEC"), false, OptionalDouble.empty(), 0, 0));

        assertThat(metric("accuracy", "", "").getValue()).isEqualTo(0.5);
        assertThat(metric("accuracy", "", "").getUnknownLabels()).isEqualTo(1);
        assertThat(metric("accuracy", "", "").getChance()).isEqualTo(0.125);
        assertThat(metric("loss", "", "").getN()).isEqualTo(1);
        assertThat(metric("loss", "", "").hasLow()).isFalse();
    }

    @Test
    void trainingIsMeasuredOnAugmentedSitesAndHasNoInterval() {
        Metric training = Metrics.training(
                EpochSoFar.newBuilder().setCorrect(3).setSamples(4).build(), 2, 0.1);

        assertThat(training.getValue()).isEqualTo(0.75);
        assertThat(training.getUnit()).isEqualTo("augmented sites");
        assertThat(training.hasLow()).isFalse();
        assertThat(training.getChance()).isEqualTo(0.1);
    }

    @Test
    void aLeakingSetIsMarkedInEveryFigure() {
        wells("HUVEC-01", 1, 2, 1);

        assertThat(Metrics.of("validation", true, outcomes)).isNotEmpty().allMatch(Metric::getLeaking);
    }

    /** Adds wells of one experiment with four classes; all have about the same loss. */
    private void wells(String experiment, int correct, int n, double loss) {
        for (int well = 0; well < n; well++) {
            outcomes.add(new Outcome(
                    WellId.of(experiment, 1 + well / 300, "%c%02d".formatted('A' + well % 15, 1 + well / 15 % 20)),
                    CellType.of(new ExperimentId(experiment)),
                    well < correct,
                    OptionalDouble.of(loss + (well % 2 == 0 ? 0.1 : -0.1)),
                    0.25,
                    well % 4 == 3 ? 1 : 0));
        }
    }

    private Metric metric(String name, String cellType, String experiment) {
        return Metrics.of("validation", false, outcomes).stream()
                .filter(metric -> metric.getName().equals(name)
                        && metric.getExperiment().equals(experiment)
                        && (!experiment.isEmpty() || metric.getCellType().equals(cellType)))
                .findFirst()
                .orElseThrow();
    }
}
