package io.wellstream.trainer.plan;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.BatchSettings;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchOrderTest {
    /** 20 training sites: experiment 1 has 12 of six classes, experiment 2 has 8 of four. */
    private final SmallScreen screen = new SmallScreen()
            .treatments("HUVEC-01", "a", "b", "c", "d", "e", "f")
            .treatments("HUVEC-02", "a", "b", "c", "d")
            .treatments("HUVEC-03", "a", "b", "c", "d", "e", "f");

    @Test
    void byClassEachBatchHasAsManySamplesOfEachOfSoManyClasses() {
        RunPlan plan = screen.plan(run("by-class", 3, 6));

        for (List<Example> batch : batches(plan, 20)) {
            assertThat(counts(batch, Example::label).values()).containsExactly(2L, 2L, 2L);
            assertThat(new HashSet<>(batch)).as("no sample twice").hasSize(6);
        }
    }

    @Test
    void byClassAllClassesAreShownEquallyOften() {
        RunPlan plan = screen.plan(run("by-class", 3, 6));

        for (int epoch = 0; epoch < 4; epoch++) {
            List<Example> shown =
                    batchesOf(plan, epoch).stream().flatMap(List::stream).toList();
            Map<Integer, Long> counts = counts(shown, Example::label);
            assertThat(counts.values()).allMatch(count -> count >= 2 && count <= 4); // 9 hands of 2 for 6 classes
        }
    }

    @Test
    void byExperimentEachBatchIsOfOneExperimentAndShowsASiteAtMostOnce() {
        RunPlan plan = screen.plan(run("by-experiment", 0, 4));

        assertThat(plan.batchesPerEpoch()).isEqualTo(3 + 2);
        for (int epoch = 0; epoch < 4; epoch++) {
            List<List<Example>> batches = batchesOf(plan, epoch);
            batches.forEach(batch ->
                    assertThat(counts(batch, BatchOrderTest::experiment)).hasSize(1));
            assertThat(new HashSet<>(batches.stream().flatMap(List::stream).toList()))
                    .hasSize(20);
        }
        assertThat(batchesOf(plan, 0)).isNotEqualTo(batchesOf(plan, 1));
    }

    @Test
    void balancedExperimentsAreInEveryBatchWithAsManySamples() {
        RunPlan plan = screen.plan(run("balanced-experiments", 0, 8));

        for (List<Example> batch : batches(plan, 10)) {
            assertThat(counts(batch, BatchOrderTest::experiment).values()).containsExactly(4L, 4L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"by-class", "by-experiment", "balanced-experiments"})
    void theOrderDependsOnSeedAndEpochAlone(String kind) {
        RunPlan plan = screen.plan(run(kind, 0, 4));
        RunPlan again = screen.plan(run(kind, 0, 4));
        RunPlan other = screen.plan(run(kind, 0, 4).setSeed(5));

        List<List<Example>> third = batchesOf(plan, 3);
        assertThat(batchesOf(again, 3)).isEqualTo(third);
        assertThat(batchesOf(plan, 2)).isNotEqualTo(third);
        assertThat(batchesOf(other, 3)).isNotEqualTo(third);
    }

    @Test
    void shuffledIsTheDefaultAndAbsent() {
        RunSpecification.Builder shuffled = run("shuffled", 0, 4).setDataset("demo");
        RunSpecification run = EffectiveSpecification.of(shuffled.build());

        assertThat(run.hasBatches()).isFalse();
        assertThat(EffectiveSpecification.writtenOut(run).getBatches().getKind())
                .isEqualTo("shuffled");
    }

    @Test
    void groupsAreChosenSoThatEachHasTwoOrMoreSamples() {
        assertThat(counts(batchesOf(screen.plan(run("by-class", 0, 8)), 0).getFirst(), Example::label))
                .hasSize(4)
                .containsValue(2L);
    }

    @Test
    void whatCannotWorkIsRefused() {
        refused(
                run("sorted", 0, 4),
                "batches.kind is 'sorted'; expected one of shuffled, by-class, by-experiment, balanced");
        refused(run("by-experiment", 2, 4), "batches.groups is '2'; expected 0, because batches.kind is by-experiment");
        refused(run("by-class", 3, 4), "batches.groups is '3'; expected 0, or 2 or more that divide the batch size 4");
        refused(run("by-class", 8, 8), "batches.groups is '8'; expected at most 6, one for each class of the training");
        refused(
                run("by-class", 2, 20),
                "batches.groups is '2'; expected more groups, or smaller batches: class e has 2 training sites, and each"
                        + " batch needs 10");
        refused(
                run("by-experiment", 0, 10),
                "batch_size is '10'; expected at most 8, the training sites of experiment HUVEC-02, because batches are"
                        + " by-experiment");
        refused(
                run("balanced-experiments", 0, 18),
                "batches.kind is 'balanced-experiments'; expected shuffled: no number of groups");
        refused(
                run("by-experiment", 0, 4).setTarget(Target.TARGET_TREATMENT_AND_CONTROL),
                "batches.kind is 'by-experiment'; expected another kind, because target treatment+control");
    }

    private void refused(RunSpecification.Builder run, String message) {
        assertThatThrownBy(() -> screen.plan(run))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith(message);
    }

    private static RunSpecification.Builder run(String kind, int groups, int batchSize) {
        return RunSpecification.newBuilder()
                .setBatchSize(batchSize)
                .setBatches(BatchSettings.newBuilder().setKind(kind).setGroups(groups))
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).addTest("HUVEC-03")));
    }

    private static List<List<Example>> batches(RunPlan plan, int epochs) {
        List<List<Example>> batches = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            batches.addAll(batchesOf(plan, epoch));
        }
        return batches;
    }

    private static List<List<Example>> batchesOf(RunPlan plan, int epoch) {
        List<List<Example>> batches = new ArrayList<>();
        for (int index = 0; index < plan.batchesPerEpoch(); index++) {
            batches.add(plan.examplesOf(plan.at(plan.position(epoch, index))));
        }
        return batches;
    }

    private static String experiment(Example example) {
        return example.well().id().experiment().name();
    }

    private static <G> Map<G, Long> counts(List<Example> examples, Function<Example, G> group) {
        return examples.stream().collect(groupingBy(group, counting()));
    }
}
