package io.wellstream.trainer.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.CodeDigest;
import io.wellstream.trainer.engine.CorruptCheckpointException;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.testing.EngineContract;
import io.wellstream.trainer.engine.testing.Saved;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.mixing.MixedLabels;
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
import org.nd4j.linalg.api.ndarray.INDArray;

class Dl4jEngineTest extends EngineContract {
    private static final Engine ENGINE = TinyTraining.engine(EngineName.DL4J);

    private final Path folder;

    Dl4jEngineTest(@TempDir Path folder) {
        super(ENGINE, folder);
        this.folder = folder;
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
    @MethodSource("everyKind")
    void aSpecificationKnowsHowManyWeightsTheLibraryWillHave(NetworkSpec spec) {
        try (Dl4jNetwork network = Dl4jNetwork.create(new NetworkDefinition(spec, TinyTraining.ADAM, 1))) {
            assertThat(spec.weights()).isEqualTo(network.graph().numParams());
            assertThat(spec.trainedWeights()).isEqualTo(parametersWithGradient(network.graph()));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aModelZipOfAnEarlierVersionEndsWhereTheUninterruptedNetworkDoes(NetworkSpec spec) {
        try (Network first = ENGINE.create(spec, TinyTraining.ADAM, 7)) {
            steps(first, 0, 3);
            Path zip = Saved.file(folder, first.libraryFile().orElseThrow()::writeTo);
            steps(first, 3, 6);

            try (Network second = ENGINE.restore(zip, 3)) {
                steps(second, 3, 6);

                assertThat(second.parametersSha256()).isEqualTo(first.parametersSha256());
            }
        }
    }

    @Test
    void aModelZipOfAnotherStepIsRefused() {
        try (Network network = ENGINE.create(TinyTraining.resnet(), TinyTraining.ADAM, 7)) {
            Path zip = Saved.file(folder, network.libraryFile().orElseThrow()::writeTo);

            assertThatThrownBy(() -> ENGINE.restore(zip, 12))
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContaining("after 0 steps");
        }
    }

    @Test
    void theLibrarysOwnSerializerReadsAModelZip() throws IOException {
        NetworkSpec spec = TinyTraining.resnet();
        try (Network network = ENGINE.create(spec, TinyTraining.ADAM, 7)) {
            steps(network, 0, 2);
            Batch batch = TinyTraining.batch(spec, 3, 9);
            byte[] zip = Saved.bytes(network.libraryFile().orElseThrow()::writeTo);

            ComputationGraph graph = ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(zip), true);

            float[][] logits =
                    graph.output(List.of(NetworkSpec.LOGITS), false, new BatchArrays(spec).inputs(batch), null)[0]
                            .toFloatMatrix();
            assertThat(logits).isDeepEqualTo(network.logits(batch));
            assertThat(graph.getUpdater().getStateViewArray().length()).isEqualTo(2 * parametersWithGradient(graph));
        }
    }

    @ParameterizedTest
    @EnumSource(Optimizer.class)
    void aStepWithoutLimitDecayAndAccumulationHasTheBitsOfTheLibrarysOwn(Optimizer optimizer) {
        NetworkSpec spec = TinyTraining.resnetWithoutDropout();
        NetworkDefinition definition = new NetworkDefinition(spec, new TrainingSettings(optimizer, 0.1, 0), 7);
        ComputationGraph graph =
                new ComputationGraph(GraphBuilder.configuration(definition, new StepLearningRate(1e-3)));
        graph.init();
        try (Dl4jNetwork network = Dl4jNetwork.create(definition)) {
            BatchArrays arrays = new BatchArrays(spec);
            for (int step = 0; step < 4; step++) {
                Batch batch = TinyTraining.batch(spec, 6, step);
                graph.fit(arrays.inputs(batch), new INDArray[] {arrays.labels(MixedLabels.of(batch.labels()), 0.1)});
                var unused = network.step(batch, 1e-3, step);
            }

            assertThat(network.graph().params().toFloatVector())
                    .containsExactly(graph.params().toFloatVector());
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

    /** Adam keeps two numbers for each of these; batch norms' running statistics are parameters without a gradient. */
    private static long parametersWithGradient(ComputationGraph graph) {
        return graph.paramTable().entrySet().stream()
                .filter(entry ->
                        !entry.getKey().endsWith("_mean") && !entry.getKey().endsWith("_log10stdev"))
                .mapToLong(entry -> entry.getValue().length())
                .sum();
    }
}
