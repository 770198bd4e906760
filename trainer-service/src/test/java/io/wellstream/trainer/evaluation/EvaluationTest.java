package io.wellstream.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

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
import io.wellstream.wire.store.ObjectFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    private final Path folder;
    private int files;

    EvaluationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aWellsScoreIsTheMeanOfItsSitesLogProbabilities() throws Exception {
        Evaluation evaluation = evaluation(classes(3));
        evaluation.add(
                List.of(example("HUVEC-01", "B03", 1, 0), example("HUVEC-01", "B03", 2, 0)),
                new float[][] {{2, 0, 0}, {0, 1, 0}});

        assertThat(evaluation.size()).isEqualTo(1);
        assertThat(evaluation.accuracy(1)).isEqualTo(1);
        assertThat(evaluation.loss(1))
                .isCloseTo(-Math.log(Math.exp(1) / (Math.exp(1) + Math.exp(0.5) + 1)), within(1e-9));
    }

    @Test
    void probabilitiesAreByWellAndUseTheTemperature() throws Exception {
        Evaluation evaluation = evaluation(classes(2));
        evaluation.add(
                List.of(example("HUVEC-01", "B03", 1, 0), example("HUVEC-01", "B03", 2, 0)),
                new float[][] {{4, 0}, {0, 2}});

        double[] probabilities = probabilities(evaluation, 2).get(WellId.of("HUVEC-01", 1, "B03"));

        assertThat(probabilities)
                .containsExactly(new double[] {1 / (1 + Math.exp(-0.5)), 1 / (1 + Math.exp(0.5))}, within(1e-9));
    }

    @Test
    void aLabelThatIsNotAClassCountsAsWrongAndNotInTheLoss() throws Exception {
        Evaluation evaluation = evaluation(classes(2));
        evaluation.add(
                List.of(example("HUVEC-01", "B03", 1, Batch.NO_LABEL), example("HUVEC-01", "B04", 1, 1)),
                new float[][] {{2, 0}, {0, 2}});

        assertThat(evaluation.size()).isEqualTo(2);
        assertThat(evaluation.accuracy(1)).isEqualTo(0.5);
        assertThat(evaluation.loss(1)).isCloseTo(Math.log(1 + Math.exp(-2)), within(1e-9));
    }

    @Test
    void theTemperatureCorrectsOverconfidence() throws Exception {
        Evaluation evaluation = evaluation(classes(2));
        Random random = new Random(1);
        for (int well = 0; well < 2_000; well++) {
            boolean right = random.nextDouble() < 1 / (1 + Math.exp(-1)); // logits of 1 would be calibrated
            Example example = example("HUVEC-01", "B03", 1, right ? 0 : 1);
            evaluation.add(List.of(inOwnWell(example, well)), new float[][] {{4, 0}});
        }

        assertThat(Temperature.fit(evaluation)).isBetween(3.3, 4.9);
    }

    @Test
    void onlyTheClassesPossibleInAWellAreCompared() throws Exception {
        RowClasses rows = RowClasses.treatmentsAndControls(List.of("c", "t1", "t2"), Set.of("c"));
        Evaluation evaluation = evaluation(new Answers(List.of("c", "t1", "t2"), rows, 1));
        evaluation.add(List.of(example("HUVEC-01", "B03", 1, 1)), new float[][] {{5, 1, 0}});

        assertThat(evaluation.accuracy(1)).isEqualTo(1);
        assertThat(evaluation.loss(1)).isCloseTo(Math.log(1 + Math.exp(-1)), within(1e-9));
        assertThat(probabilities(evaluation, 1).values())
                .singleElement()
                .satisfies(probabilities -> assertThat(probabilities[0]).isZero());
    }

    @Test
    void aLossWithoutAnyKnownLabelIsNoZero() throws Exception {
        Evaluation evaluation = evaluation(classes(2));
        evaluation.add(List.of(example("HUVEC-01", "B03", 1, Batch.NO_LABEL)), new float[][] {{2, 0}});

        assertThatThrownBy(() -> evaluation.loss(1)).isInstanceOf(IllegalStateException.class);
        assertThat(Metrics.of("test", false, evaluation.outcomes(1)))
                .extracting(Metric::getName)
                .containsOnly("accuracy");
    }

    @Test
    void outputsThatDoNotFitIntoMemoryAreInFilesAndGiveTheSameFigures() throws Exception {
        Evaluation inMemory = evaluation(classes(5));
        LogitRows rows = new LogitRows(7 * 5 * Float.BYTES, this::write); // a block of seven rows
        Evaluation inFiles = new Evaluation(classes(5), rows);
        Random random = new Random(2);
        for (int well = 0; well < 50; well++) {
            Example example = inOwnWell(example("HUVEC-01", "B03", 1, well % 5), well);
            float[][] logits = new float[2][5];
            for (float[] site : logits) {
                for (int i = 0; i < site.length; i++) {
                    site[i] = (float) (3 * random.nextGaussian());
                }
            }
            inMemory.add(List.of(example, example), logits);
            inFiles.add(List.of(example, example), logits);
        }

        assertThat(rows.spooled()).isEqualTo(100 / 7);
        assertThat(inFiles.loss(1)).isEqualTo(inMemory.loss(1));
        assertThat(inFiles.accuracy(1)).isEqualTo(inMemory.accuracy(1));
        assertThat(Temperature.fit(inFiles)).isEqualTo(Temperature.fit(inMemory));
        assertThat(inFiles.outcomes(2)).isEqualTo(inMemory.outcomes(2));
        assertThat(inFiles.predictions(2)).isEqualTo(inMemory.predictions(2));
        Map<WellId, double[]> expected = probabilities(inMemory, 2);
        assertThat(probabilities(inFiles, 2))
                .allSatisfy((well, found) -> assertThat(found).isEqualTo(expected.get(well)));

        inFiles.close();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theTemperatureOfVeryManyWellsIsThatOfASample() throws Exception {
        Evaluation all = new Evaluation(classes(2), new LogitRows(this::write));
        Evaluation sampled = new Evaluation(classes(2), new LogitRows(this::write), 800 * 2 * Float.BYTES);
        Random random = new Random(1);
        for (int well = 0; well < 4_000; well++) {
            Example example = inOwnWell(example("HUVEC-01", "B03", 1, random.nextInt(4) == 0 ? 1 : 0), well);
            float[][] logits = {{(float) (4 * random.nextDouble()), 0}};
            all.add(List.of(example), logits);
            sampled.add(List.of(example), logits);
        }
        List<WellId> drawn = new ArrayList<>();
        sampled.probabilities(sampled.sampled(), 1, (well, probabilities) -> drawn.add(well));

        assertThat(all.sampled()).isEqualTo(1);
        assertThat(sampled.sampled()).isEqualTo(5);
        assertThat(drawn).hasSizeBetween(700, 900);
        assertThat(Temperature.fit(sampled)).isCloseTo(Temperature.fit(all), withinPercentage(10));
        assertThat(sampled.loss(1)).isEqualTo(all.loss(1));
    }

    @Test
    void theSitesOfAWellFollowEachOther() throws Exception {
        Evaluation evaluation = evaluation(classes(2));
        List<Example> apart = List.of(
                example("HUVEC-01", "B03", 1, 0), example("HUVEC-01", "B04", 1, 0), example("HUVEC-01", "B03", 2, 0));

        assertThatThrownBy(() -> evaluation.add(apart, new float[3][2]))
                .hasMessageContaining("site HUVEC-01/1/B03/s2 follows another well");
    }

    private Evaluation evaluation(Answers answers) {
        return new Evaluation(answers, new LogitRows(this::write));
    }

    private ObjectFile write(ObjectFile.Content content) {
        try {
            return ObjectFile.write(folder.resolve("block-" + files++), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<WellId, double[]> probabilities(Evaluation evaluation, double temperature) {
        Map<WellId, double[]> probabilities = new LinkedHashMap<>();
        evaluation.probabilities(1, temperature, probabilities::put);
        return probabilities;
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
