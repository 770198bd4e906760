package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.BatchSettings;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.ControlHeadSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import io.wellstream.trainer.mixing.MixedLabels;
import io.wellstream.trainer.network.ControlHead;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HeadControlsTest {
    private final SmallScreen screen = new SmallScreen()
            .treatments("HUVEC-01", "a", "b", "c")
            .controls("HUVEC-01", "x", "y")
            .treatments("HUVEC-02", "a", "b", "c")
            .controls("HUVEC-02", "x", "y", "z")
            .treatments("HUVEC-03", "a", "b", "c")
            .controls("HUVEC-03", "x", "w");

    @Test
    void controlsOfTheTrainingExperimentsHaveTheOutputsAfterTheClasses() {
        RunPlan plan = screen.plan(run(0.5));

        Examples examples = plan.examples();
        assertThat(examples.classes()).containsExactly("a", "b", "c");
        assertThat(examples.controls()).containsExactly("x", "y", "z");
        assertThat(examples.rationed())
                .extracting(sites -> sites.getFirst().label())
                .containsExactly(3, 4, 5);
        assertThat(plan.examplesOf(plan.at(0))).allMatch(example -> example.label() >= 0 && example.label() < 6);
        assertThat(examples.test()).noneMatch(example -> example.well().isControl());
        assertThat(examples.counted(MixedLabels.of(new int[] {0, 3, 2, 5}))).isEqualTo(2);
    }

    @Test
    void theNetworkHasBothHeadsAndPublishesOne() {
        RunSpecification run =
                EffectiveSpecification.of(run(0.5).setDataset("demo").build());

        NetworkSpec network = NetworkChoice.of(run, 2, 3, 2, 0);

        assertThat(network.classes()).isEqualTo(5);
        assertThat(network.answers()).isEqualTo(3);
        assertThat(network.controls()).isEqualTo(new ControlHead(2, 0.5));
        assertThat(network.published()).isEqualTo(NetworkChoice.of(run, 2, 3));
        float[] bias = network.published((node, part) -> new float[] {1, 2, 3, 4, 5})
                .get(Objects.requireNonNull(network.nodes().getLast()), "bias");
        assertThat(bias).containsExactly(1, 2, 3);
    }

    @Test
    void inBatchesByExperimentTheControlsAreOfTheSameExperimentAndHaveLabels() {
        RunPlan plan = screen.plan(run(1).setBatches(
                        BatchSettings.newBuilder().setKind("by-experiment").setControls(0.5)));

        List<Example> batch = plan.examplesOf(plan.at(0));
        assertThat(batch.subList(0, 2)).allMatch(example -> example.label() < 3);
        assertThat(batch.subList(2, 4)).allMatch(example -> example.label() >= 3);
        assertThat(batch)
                .extracting(example -> example.well().id().experiment())
                .containsOnly(batch.getFirst().well().id().experiment());
    }

    @Test
    void aWeightOfZeroIsNoHeadAndTheDefaultIsOne() {
        assertThat(EffectiveSpecification.of(run(0).setDataset("demo").build()).hasControlHead())
                .isFalse();
        RunSpecification.Builder blank =
                run(0).setDataset("demo").setControlHead(ControlHeadSettings.getDefaultInstance());
        assertThat(EffectiveSpecification.of(blank.build()).getControlHead().getWeight())
                .isEqualTo(1);
        assertThat(EffectiveSpecification.writtenOut(EffectiveSpecification.of(
                                run(0).setDataset("demo").build()))
                        .getControlHead()
                        .getWeight())
                .isZero();
    }

    @Test
    void whatCannotWorkIsRefused() {
        refused(run(-1), "control_head.weight is '-1.0'; expected 0 (no such head) to 100.0");
        refused(
                run(1).setTarget(Target.TARGET_TREATMENT_AND_CONTROL),
                "control_head.weight is '1.0'; expected 0 unless target is treatment");
        refused(
                run(1).setBatches(BatchSettings.newBuilder().setKind("by-experiment")),
                "batches.controls is '0'; expected a share, because batches by-experiment have no controls");
        SmallScreen bare = new SmallScreen().treatments("HUVEC-01", "a", "b").controls("HUVEC-01", "x");
        assertThatThrownBy(() -> bare.plan(RunSpecification.newBuilder()
                        .setBatchSize(2)
                        .setControlHead(ControlHeadSettings.newBuilder().setWeight(1))))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage(
                        "control_head.weight is '1.0'; expected 0, because the training experiments have controls of 1"
                                + " labels [x], and 2 or more are needed");
    }

    private void refused(RunSpecification.Builder run, String message) {
        assertThatThrownBy(() -> screen.plan(run))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith(message);
    }

    private static RunSpecification.Builder run(double weight) {
        return RunSpecification.newBuilder()
                .setBatchSize(4)
                .setControlHead(ControlHeadSettings.newBuilder().setWeight(weight))
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).addTest("HUVEC-03")));
    }
}
