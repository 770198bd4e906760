package io.wellstream.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    @Test
    void aWellsScoreIsTheMeanOfItsSitesLogProbabilities() {
        Evaluation evaluation = new Evaluation();
        evaluation.add(
                List.of(example("HUVEC-01", "B03", 1, 0), example("HUVEC-01", "B03", 2, 0)),
                new float[][] {{2, 0, 0}, {0, 1, 0}});

        assertThat(evaluation.size()).isEqualTo(1);
        assertThat(evaluation.correct(1)).isEqualTo(1);
        assertThat(evaluation.loss(1))
                .isCloseTo(-Math.log(Math.exp(1) / (Math.exp(1) + Math.exp(0.5) + 1)), within(1e-9));
    }

    @Test
    void probabilitiesAreByWellAndUseTheTemperature() {
        Evaluation evaluation = new Evaluation();
        evaluation.add(
                List.of(example("HUVEC-01", "B03", 1, 0), example("HUVEC-01", "B03", 2, 0)),
                new float[][] {{4, 0}, {0, 2}});

        double[] probabilities = evaluation.probabilities(2).get(WellId.of("HUVEC-01", 1, "B03"));

        assertThat(probabilities)
                .containsExactly(new double[] {1 / (1 + Math.exp(-0.5)), 1 / (1 + Math.exp(0.5))}, within(1e-9));
    }

    @Test
    void aLabelThatIsNotAClassCountsAsWrongAndNotInTheLoss() {
        Evaluation evaluation = new Evaluation();
        evaluation.add(
                List.of(example("HUVEC-01", "B03", 1, Batch.NO_LABEL), example("HUVEC-01", "B04", 1, 1)),
                new float[][] {{2, 0}, {0, 2}});

        assertThat(evaluation.size()).isEqualTo(2);
        assertThat(evaluation.correct(1)).isEqualTo(1);
        assertThat(evaluation.loss(1)).isCloseTo(Math.log(1 + Math.exp(-2)), within(1e-9));
    }

    @Test
    void theTemperatureCorrectsOverconfidence() {
        Evaluation evaluation = new Evaluation();
        Random random = new Random(1);
        for (int well = 0; well < 2_000; well++) {
            boolean right = random.nextDouble() < 1 / (1 + Math.exp(-1)); // logits of 1 would be calibrated
            Example example = example("HUVEC-01", "B03", 1, right ? 0 : 1);
            evaluation.add(List.of(inOwnWell(example, well)), new float[][] {{4, 0}});
        }

        assertThat(Temperature.fit(evaluation)).isBetween(3.3, 4.9);
    }

    @Test
    void withinOneExperimentTheIntervalIsWilsonsAndAcrossSeveralItIsABootstrapOverThem() {
        Evaluation evaluation = new Evaluation();
        for (int experiment = 1; experiment <= 4; experiment++) {
            for (int well = 1; well <= 20; well++) {
                Example example = example("HUVEC-0" + experiment, "B%02d".formatted(well), 1, 0);
                float right = experiment % 2 == 0 ? 1 : -1; // all wells right, or all wrong
                evaluation.add(List.of(example), new float[][] {{right, 0}});
            }
        }

        List<Metric> metrics = Metrics.of("test", evaluation, 1, 7);

        Metric whole = metrics.get(1);
        assertThat(whole.getExperiment()).isEmpty();
        assertThat(whole.getValue()).isEqualTo(0.5);
        assertThat(whole.getN()).isEqualTo(80);
        assertThat(whole.getLow()).isLessThanOrEqualTo(0.25);
        assertThat(whole.getHigh()).isGreaterThanOrEqualTo(0.75);
        assertThat(metrics)
                .filteredOn(metric -> metric.getExperiment().equals("HUVEC-02"))
                .singleElement()
                .satisfies(metric -> assertThat(metric.getLow()).isBetween(0.8, 0.9));
        assertThat(Metrics.of("test", evaluation, 1, 7)).isEqualTo(metrics);
    }

    private static Example inOwnWell(Example example, int number) {
        WellId id = WellId.of("HUVEC-01", 1 + number / 40, "B%02d".formatted(1 + number % 40));
        DataSet.Well well = new DataSet.Well(
                id,
                example.well().cellType(),
                example.well().subset(),
                example.well().role(),
                example.well().label(),
                example.well().sites());
        return new Example(well, example.site(), example.label());
    }

    private static Example example(String experiment, String position, int site, int label) {
        WellId id = WellId.of(experiment, 1, position);
        DataSet.Site of = new DataSet.Site(
                new SiteId(id, site), 1, ByteString.EMPTY, new ChannelStatistics(new float[] {1}, new float[] {1}));
        DataSet.Well well = new DataSet.Well(
                id, new CellType("HUVEC"), Subset.SUBSET_TRAIN, WellRole.WELL_ROLE_TREATMENT, "t" + label, List.of(of));
        return new Example(well, of, label);
    }
}
