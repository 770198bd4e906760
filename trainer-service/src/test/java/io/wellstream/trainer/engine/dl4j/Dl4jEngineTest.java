package io.wellstream.trainer.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.CorruptCheckpointException;
import io.wellstream.trainer.engine.DivergedException;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.network.NetworkSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class Dl4jEngineTest {
    private static final Dl4jEngine ENGINE = TinyTraining.engine();

    private final Path folder;

    Dl4jEngineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static List<NetworkSpec> networks() {
        return List.of(TinyTraining.resnet(), TinyTraining.sixBranch());
    }

    @Test
    void convolutionsRunOnOneDnn() {
        try (Dl4jNetwork network =
                Dl4jNetwork.create(new NetworkDefinition(TinyTraining.resnet(), TinyTraining.ADAM, 1))) {
            network.step(TinyTraining.batch(network.spec(), 4, 1), 1e-3, 0);

            ConvolutionLayer stem = (ConvolutionLayer) network.graph().getLayer("stem/conv");
            assertThat(stem.getHelper()).isInstanceOf(MKLDNNConvHelper.class);
            assertThat(stem.layerConf().isCudnnAllowFallback())
                    .as("no fallback: a step that ran used the helper, forward and backward")
                    .isFalse();
        }
    }

    @Test
    void oneLineSaysWhichKernelsAreInUse() {
        assertThat(ENGINE.describe())
                .contains("Deeplearning4j", "MKLDNNConvHelper", "threads")
                .doesNotContain("\n");
        assertThat(ENGINE.environment())
                .contains(ENGINE.describe(), "Java " + Runtime.version(), "; code " + CodeDigest.of(Dl4jEngine.class));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aSpecificationKnowsHowManyWeightsTheLibraryWillHave(NetworkSpec spec) {
        try (Dl4jNetwork network = Dl4jNetwork.create(new NetworkDefinition(spec, TinyTraining.ADAM, 1))) {
            assertThat(spec.weights()).isEqualTo(network.graph().numParams());
            assertThat(spec.trainedWeights()).isEqualTo(parametersWithGradient(network.graph()));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void twoRunsWithTheSameSeedEndInTheSameBits(NetworkSpec spec) {
        assertThat(trained(spec, 7, 5)).isEqualTo(trained(spec, 7, 5)).isNotEqualTo(trained(spec, 8, 5));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aRestoredNetworkEndsWhereTheUninterruptedOneDoes(NetworkSpec spec) {
        byte[] uninterrupted = trained(spec, 7, 6);
        Path checkpoint;
        try (Network first = ENGINE.create(spec, TinyTraining.ADAM, 7)) {
            steps(first, 0, 3);
            checkpoint = Saved.file(folder, first::save);
            steps(first, 3, 5); // later steps must not affect the saved state
        }

        try (Network second = ENGINE.restore(checkpoint, 3)) {
            steps(second, 3, 6);

            assertThat(second.parametersSha256()).isEqualTo(uninterrupted);
        }
    }

    @Test
    void savingTwiceGivesTheSameBytes() {
        try (Network network = ENGINE.create(TinyTraining.resnet(), TinyTraining.ADAM, 7)) {
            steps(network, 0, 2);
            byte[] saved = Saved.bytes(network::save);

            assertThat(Saved.bytes(network::save)).isEqualTo(saved);
            try (Network restored = ENGINE.restore(Saved.file(folder, network::save), 2)) {
                assertThat(Saved.bytes(restored::save)).isEqualTo(saved);
            }
        }
    }

    @Test
    void theLibrarysOwnSerializerReadsACheckpoint() throws IOException {
        NetworkSpec spec = TinyTraining.resnet();
        try (Network network = ENGINE.create(spec, TinyTraining.ADAM, 7)) {
            steps(network, 0, 2);
            Batch batch = TinyTraining.batch(spec, 3, 9);

            ComputationGraph graph =
                    ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(Saved.bytes(network::save)), true);

            float[][] logits =
                    graph.output(List.of(NetworkSpec.LOGITS), false, new BatchArrays(spec).inputs(batch), null)[0]
                            .toFloatMatrix();
            assertThat(logits).isDeepEqualTo(network.logits(batch));
            assertThat(graph.getUpdater().getStateViewArray().length()).isEqualTo(2 * parametersWithGradient(graph));
        }
    }

    @ParameterizedTest
    @EnumSource(Optimizer.class)
    void aNetworkCanMemoriseOneBatch(Optimizer optimizer) {
        NetworkSpec spec = TinyTraining.resnet();
        Batch batch = TinyTraining.batch(spec, 8, 3);
        try (Network network = ENGINE.create(spec, new TrainingSettings(optimizer, 0, 1), 7)) {
            double first = network.step(batch, 3e-3, 0).loss();
            int correct = 0;
            for (int step = 1; step < 40; step++) {
                correct = network.step(batch, 3e-3, step).correct();
            }

            assertThat(first).isBetween(0.8, 5.0);
            assertThat(correct).isGreaterThanOrEqualTo(7);
        }
    }

    @Test
    void aLearningRateOfZeroChangesNoWeight() {
        NetworkSpec spec = TinyTraining.resnet();
        try (Dl4jNetwork network = Dl4jNetwork.create(new NetworkDefinition(spec, TinyTraining.ADAM, 7))) {
            var before = network.graph().getLayer("stem/conv").getParam("W").dup();

            network.step(TinyTraining.batch(spec, 4, 1), 0, 0);

            assertThat(network.graph().getLayer("stem/conv").getParam("W")).isEqualTo(before);
            network.step(TinyTraining.batch(spec, 4, 1), 1e-3, 1);
            assertThat(network.graph().getLayer("stem/conv").getParam("W")).isNotEqualTo(before);
        }
    }

    @Test
    void anErrorForALossThatIsNotFiniteNamesStepAndLearningRate() {
        NetworkSpec spec = TinyTraining.resnet();
        try (Network network = ENGINE.create(spec, TinyTraining.ADAM, 7)) {
            assertThatThrownBy(() -> {
                        for (int step = 0; step < 10; step++) {
                            network.step(TinyTraining.batch(spec, 4, 1), 1e30, step);
                        }
                    })
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("learning rate 1.0E30")
                    .hasMessageContaining("step");
        }
    }

    @Test
    void inferenceChangesNothing() {
        NetworkSpec spec = TinyTraining.sixBranch();
        try (Network network = ENGINE.create(spec, TinyTraining.ADAM, 7)) {
            steps(network, 0, 2);
            byte[] before = network.parametersSha256();
            Batch batch = TinyTraining.batch(spec, 3, 9);

            assertThat(network.logits(batch))
                    .isDeepEqualTo(network.logits(batch))
                    .hasDimensions(3, 5);
            assertThat(network.parametersSha256()).isEqualTo(before);
        }
    }

    @Test
    void bytesThatAreNotACheckpointAreRefused() {
        Path checkpoint;
        try (Network network = ENGINE.create(TinyTraining.resnet(), TinyTraining.ADAM, 7)) {
            checkpoint = Saved.file(folder, network::save);
        }
        Path noise = Saved.file(folder, out -> out.write(new byte[100]));
        assertThatThrownBy(() -> ENGINE.restore(noise, 0)).isInstanceOf(CorruptCheckpointException.class);
        assertThatThrownBy(() -> ENGINE.restore(checkpoint, 12))
                .isInstanceOf(CorruptCheckpointException.class)
                .hasMessageContaining("after 0 steps");
    }

    /** Adam keeps two numbers for each of these; batch norms' running statistics are parameters without a gradient. */
    private static long parametersWithGradient(ComputationGraph graph) {
        return graph.paramTable().entrySet().stream()
                .filter(entry ->
                        !entry.getKey().endsWith("_mean") && !entry.getKey().endsWith("_log10stdev"))
                .mapToLong(entry -> entry.getValue().length())
                .sum();
    }

    private static byte[] trained(NetworkSpec spec, long seed, int steps) {
        try (Network network = ENGINE.create(spec, TinyTraining.ADAM, seed)) {
            steps(network, 0, steps);
            return network.parametersSha256();
        }
    }

    private static void steps(Network network, int from, int to) {
        for (int step = from; step < to; step++) {
            network.step(TinyTraining.batch(network.spec(), 4, step), 1e-3, step);
        }
    }
}
