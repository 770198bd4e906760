package io.wellstream.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.score.RowClasses;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.trainer.plan.Answers;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    @Test
    void aWellsScoreIsTheMeanOfItsSitesLogProbabilities() {
        Evaluation evaluation = new Evaluation(classes(3));
        evaluation.add(
                List.of(example("HUVEC-01", "B03", 1, 0), example("HUVEC-01", "B03", 2, 0)),
                new float[][] {{2, 0, 0}, {0, 1, 0}});

        assertThat(evaluation.size()).isEqualTo(1);
        assertThat(evaluation.accuracy(1)).isEqualTo(1);
        assertThat(evaluation.loss(1))
                .isCloseTo(-Math.log(Math.exp(1) / (Math.exp(1) + Math.exp(0.5) + 1)), within(1e-9));
    }

    @Test
    void probabilitiesAreByWellAndUseTheTemperature() {
        Evaluation evaluation = new Evaluation(classes(2));
        evaluation.add(
                List.of(example("HUVEC-01", "B03", 1, 0), example("HUVEC-01", "B03", 2, 0)),
                new float[][] {{4, 0}, {0, 2}});

        double[] probabilities = evaluation.probabilities(2).get(WellId.of("HUVEC-01", 1, "B03"));

        assertThat(probabilities)
                .containsExactly(new double[] {1 / (1 + Math.exp(-0.5)), 1 / (1 + Math.exp(0.5))}, within(1e-9));
    }

    @Test
    void aLabelThatIsNotAClassCountsAsWrongAndNotInTheLoss() {
        Evaluation evaluation = new Evaluation(classes(2));
        evaluation.add(
                List.of(example("HUVEC-01", "B03", 1, Batch.NO_LABEL), example("HUVEC-01", "B04", 1, 1)),
                new float[][] {{2, 0}, {0, 2}});

        assertThat(evaluation.size()).isEqualTo(2);
        assertThat(evaluation.accuracy(1)).isEqualTo(0.5);
        assertThat(evaluation.loss(1)).isCloseTo(Math.log(1 + Math.exp(-2)), within(1e-9));
    }

    @Test
    void theTemperatureCorrectsOverconfidence() {
        Evaluation evaluation = new Evaluation(classes(2));
        Random random = new Random(1);
        for (int well = 0; well < 2_000; well++) {
            boolean right = random.nextDouble() < 1 / (1 + Math.exp(-1)); // logits of 1 would be calibrated
            Example example = example("HUVEC-01", "B03", 1, right ? 0 : 1);
            evaluation.add(List.of(inOwnWell(example, well)), new float[][] {{4, 0}});
        }

        assertThat(Temperature.fit(evaluation)).isBetween(3.3, 4.9);
    }

    @Test
    void onlyTheClassesPossibleInAWellAreCompared() {
        RowClasses rows = RowClasses.treatmentsAndControls(List.of("c", "t1", "t2"), Set.of("c"));
        Evaluation evaluation = new Evaluation(new Answers(List.of("c", "t1", "t2"), rows, 1));
        evaluation.add(List.of(example("HUVEC-01", "B03", 1, 1)), new float[][] {{5, 1, 0}});

        assertThat(evaluation.accuracy(1)).isEqualTo(1);
        assertThat(evaluation.loss(1)).isCloseTo(Math.log(1 + Math.exp(-1)), within(1e-9));
        assertThat(evaluation.probabilities(1).values())
                .singleElement()
                .satisfies(probabilities -> assertThat(probabilities[0]).isZero());
    }

    @Test
    void aLossWithoutAnyKnownLabelIsNoZero() {
        Evaluation evaluation = new Evaluation(classes(2));
        evaluation.add(List.of(example("HUVEC-01", "B03", 1, Batch.NO_LABEL)), new float[][] {{2, 0}});

        assertThatThrownBy(() -> evaluation.loss(1)).isInstanceOf(IllegalStateException.class);
        assertThat(Metrics.of("test", false, evaluation.outcomes(1)))
                .extracting(Metric::getName)
                .containsOnly("accuracy");
    }

    private static Answers classes(int count) {
        List<String> labels = IntStream.range(0, count).mapToObj(i -> "t" + i).toList();
        return new Answers(labels, RowClasses.all(count), 0);
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
