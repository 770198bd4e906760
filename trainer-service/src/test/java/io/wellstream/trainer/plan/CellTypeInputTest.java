package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellTypeInputTest {
    private final SmallScreen screen = new SmallScreen()
            .treatments("U2OS-01", "a", "b")
            .treatments("HUVEC-01", "a", "b")
            .treatments("HUVEC-02", "a", "b")
            .treatments("U2OS-02", "a", "b");

    @Test
    void theCellTypesOfTheTrainingAreSortedAndEachSampleHasItsOwn() {
        RunPlan plan = screen.plan(run("HUVEC-02"));

        assertThat(plan.cellTypes().names()).containsExactly("HUVEC", "U2OS");
        List<Example> examples = plan.examplesOf(plan.at(0));
        float[] vectors = plan.training(0, 0, batch(examples)).cellTypes(2);
        for (int i = 0; i < examples.size(); i++) {
            boolean u2os = examples.get(i).well().cellType().name().equals("U2OS");
            assertThat(vectors[2 * i]).isEqualTo(u2os ? 0 : 1);
            assertThat(vectors[2 * i + 1]).isEqualTo(u2os ? 1 : 0);
        }
        EvaluationBatch test = plan.evaluated(new PlannedBatch(Phase.PHASE_VALIDATE, 0, 0));
        assertThat(plan.evaluated(test, batch(test.examples())).cellTypes(2)).containsExactly(1, 0, 1, 0, 1, 0, 1, 0);
    }

    @Test
    void theHeadReadsThemAfterTheLastPooling() {
        RunSpecification run =
                EffectiveSpecification.of(run("HUVEC-02").setDataset("demo").build());

        NetworkSpec network = NetworkChoice.of(run, 2, 3, 0, 2);

        assertThat(network.cellTypes()).isEqualTo(2);
        assertThat(network.nodes())
                .filteredOn(node -> node.name().equals("head/features"))
                .singleElement()
                .satisfies(node -> assertThat(node.inputs()).containsExactly("head/average", "cell-type"));
        assertThat(NetworkChoice.of(run, 2, 3).cellTypes()).isZero();
    }

    @Test
    void withoutTheSettingNetworksReadPixelsAlone() {
        RunPlan plan = screen.plan(RunSpecification.newBuilder().setBatchSize(4));

        assertThat(plan.cellTypes().names()).isEmpty();
    }

    @Test
    void whatSaysNothingOrTheAnswerIsRefused() {
        refused(run("HUVEC-02").setCellType("HUVEC"), "false, because the run is of cell type HUVEC");
        refused(
                run("HUVEC-02").setTarget(Target.TARGET_CELL_TYPE),
                "false, because the cell type is what the network should answer");
        SmallScreen ofOne = new SmallScreen().treatments("HUVEC-01", "a", "b").treatments("HUVEC-02", "a", "b");
        assertThatThrownBy(() -> ofOne.plan(run("HUVEC-02")))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage(
                        "network.cell_type_input is 'true'; expected false, because the training wells have cell types"
                                + " [HUVEC]");
    }

    private void refused(RunSpecification.Builder run, String expected) {
        assertThatThrownBy(() -> screen.plan(run))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("network.cell_type_input is 'true'; expected " + expected);
    }

    private static RunSpecification.Builder run(String... test) {
        return RunSpecification.newBuilder()
                .setBatchSize(4)
                .setImageSide(32)
                .setNetwork(NetworkSettings.newBuilder().setCellTypeInput(true))
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).addAllTest(List.of(test))));
    }

    private static Batch batch(List<Example> examples) {
        float[] scale = new float[2 * examples.size()];
        Arrays.fill(scale, 1);
        int[] labels = examples.stream().mapToInt(Example::label).toArray();
        return new Batch(2, 8, new byte[examples.size() * 2 * 64], scale, new float[scale.length], labels);
    }
}
