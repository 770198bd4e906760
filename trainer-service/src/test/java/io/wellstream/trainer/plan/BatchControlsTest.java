package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.proto.v1.BatchSettings;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.MixingSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches by experiment that end with controls of the same experiment. */
class BatchControlsTest {
    private final SmallScreen screen = new SmallScreen()
            .treatments("HUVEC-01", "a", "b", "c", "d")
            .controls("HUVEC-01", "x", "y", "z")
            .treatments("HUVEC-02", "a", "b", "c", "d")
            .controls("HUVEC-02", "x", "y", "z")
            .treatments("HUVEC-03", "a", "b", "c", "d")
            .controls("HUVEC-03", "x", "y", "z");

    @Test
    void controlsOfTheSameExperimentEndEachBatchWithoutALabel() {
        RunPlan plan = screen.plan(run(0.25));

        assertThat(plan.batchesPerEpoch())
                .as("8 treated sites of each experiment, 6 a batch")
                .isEqualTo(2);
        for (List<Example> batch : batches(plan, 3)) {
            assertThat(batch).hasSize(8);
            assertThat(batch.subList(0, 6)).allMatch(example -> !example.well().isControl() && example.label() >= 0);
            assertThat(batch.subList(6, 8))
                    .doesNotHaveDuplicates()
                    .allMatch(example -> example.well().isControl()
                            && example.label() == Batch.NO_LABEL
                            && example.well()
                                    .id()
                                    .experiment()
                                    .equals(batch.getFirst().well().id().experiment()));
        }
        assertThat(plan.examples().classes()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void whichControlsDependsOnSeedEpochAndIndexAlone() {
        List<List<Example>> drawn = batches(screen.plan(run(0.25)), 4);

        assertThat(batches(screen.plan(run(0.25)), 4)).isEqualTo(drawn);
        assertThat(batches(screen.plan(run(0.25).setSeed(9)), 4)).isNotEqualTo(drawn);
        assertThat(drawn.stream().map(batch -> batch.subList(6, 8)).distinct())
                .as("different ones in different batches")
                .hasSizeGreaterThan(3);
    }

    @Test
    void controlsThatAreClassesHaveTheirLabels() {
        RunPlan plan = screen.plan(run(0.25).setTarget(Target.TARGET_TREATMENT_AND_CONTROL));

        assertThat(plan.examples().classes()).containsExactly("a", "b", "c", "d", "x", "y", "z");
        for (List<Example> batch : batches(plan, 2)) {
            assertThat(batch.subList(6, 8)).allMatch(example -> example.label() >= 4);
        }
    }

    @Test
    void samplesWithoutLabelsAreNotMixed() {
        RunPlan plan = screen.plan(run(0.25)
                .setCutmix(MixingSettings.newBuilder().setProbability(0))
                .setMixup(MixingSettings.newBuilder().setProbability(1)));
        Batch batch = batch(plan.examplesOf(plan.at(0)));

        MixedBatch mixed = plan.training(0, 0, batch);

        assertThat(mixed.labelled()).isEqualTo(6);
        assertThat(mixed.labels().samples()).isEqualTo(6);
        assertThat(mixed.mixing()).isInstanceOfSatisfying(Mixing.Blend.class, blend -> assertThat(blend.partners())
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5));
        float[] control = new float[batch.side() * batch.side()];
        mixed.toFloats(7, 0, control);
        assertThat(control).containsOnly(7);
        float[] treated = new float[control.length];
        mixed.toFloats(0, 0, treated);
        assertThat(treated[0]).isLessThan(6);
    }

    @Test
    void whatCannotWorkIsRefused() {
        refused(run(1), "batches.controls is '1.0'; expected 0 or more and less than 1");
        refused(
                run(0.01),
                "batches.controls is '0.01'; expected a share that leaves batches of 8 at least one control");
        refused(
                run(0.9).setBatchSize(10),
                "batches.controls is '0.9'; expected a share of at most 6 sites a batch, because training experiment"
                        + " HUVEC-01 has 6 sites of controls");
        refused(shuffled(), "batches.controls is '0.25'; expected 0 unless batches.kind is by-experiment");
        refused(
                run(0.25).setTarget(Target.TARGET_CONTROL),
                "batches.controls is '0.25'; expected 0, because the batches of this target have their controls already");
        refused(
                run(0.25).setBatchSize(12),
                "batch_size is '12'; expected at most 11, the training sites of experiment HUVEC-01 and the controls,"
                        + " because batches are by-experiment");
    }

    private void refused(RunSpecification.Builder run, String message) {
        assertThatThrownBy(() -> screen.plan(run))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith(message);
    }

    private static RunSpecification.Builder shuffled() {
        RunSpecification.Builder run = run(0.25);
        run.getBatchesBuilder().setKind("shuffled");
        return run;
    }

    private static RunSpecification.Builder run(double controls) {
        return RunSpecification.newBuilder()
                .setBatchSize(8)
                .setBatches(BatchSettings.newBuilder().setKind("by-experiment").setControls(controls))
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).addTest("HUVEC-03")));
    }

    private static List<List<Example>> batches(RunPlan plan, int epochs) {
        List<List<Example>> batches = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int index = 0; index < plan.batchesPerEpoch(); index++) {
                batches.add(plan.examplesOf(plan.at(plan.position(epoch, index))));
            }
        }
        return batches;
    }

    /** Each sample has its position as the level of all its pixels, and its example's label. */
    private static Batch batch(List<Example> examples) {
        int area = 16 * 16;
        byte[] pixels = new byte[examples.size() * 2 * area];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / (2 * area));
        }
        float[] scale = new float[examples.size() * 2];
        Arrays.fill(scale, 1);
        int[] labels = examples.stream().mapToInt(Example::label).toArray();
        return new Batch(2, 16, pixels, scale, new float[scale.length], labels);
    }
}
