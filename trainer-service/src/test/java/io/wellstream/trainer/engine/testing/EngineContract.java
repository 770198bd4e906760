package io.wellstream.trainer.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.CorruptCheckpointException;
import io.wellstream.trainer.engine.DivergedException;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.network.NetworkSpec;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every training engine must do. */
public abstract class EngineContract {
    private final Engine engine;

    private final Path folder;

    protected EngineContract(Engine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
    }

    public static List<NetworkSpec> networks() {
        return List.of(TinyTraining.resnet(), TinyTraining.sixBranch());
    }

    public static List<NetworkSpec> resumed() {
        return List.of(
                TinyTraining.resnet(), TinyTraining.sixBranch(), TinyTraining.denseNet(), TinyTraining.arcFace());
    }

    public static List<NetworkSpec> everyKind() {
        return TinyTraining.everyKindOfNetwork();
    }

    @Test
    void theEnvironmentNamesEngineThreadsPrecisionJavaAndCode() {
        assertThat(engine.describe()).contains("threads", "float32").doesNotContain("\n");
        assertThat(engine.environment()).contains(engine.describe(), "Java " + Runtime.version(), "; code ");
    }

    @ParameterizedTest
    @MethodSource("networks")
    void twoRunsWithTheSameSeedEndInTheSameBits(NetworkSpec spec) {
        assertThat(trained(spec, 7, 5)).isEqualTo(trained(spec, 7, 5)).isNotEqualTo(trained(spec, 8, 5));
    }

    @ParameterizedTest
    @MethodSource("resumed")
    void aRestoredNetworkEndsWhereTheUninterruptedOneDoes(NetworkSpec spec) {
        byte[] uninterrupted = trained(spec, 7, 6);
        Path checkpoint;
        try (Network first = engine.create(spec, TinyTraining.ADAM, 7)) {
            steps(first, 0, 3);
            checkpoint = Saved.file(folder, first::save);
            steps(first, 3, 5); // later steps must not affect the saved state
        }

        try (Network second = engine.restore(checkpoint, 3)) {
            steps(second, 3, 6);

            assertThat(second.parametersSha256()).isEqualTo(uninterrupted);
        }
    }

    @Test
    void savingTwiceGivesTheSameBytes() {
        try (Network network = engine.create(TinyTraining.resnet(), TinyTraining.ADAM, 7)) {
            steps(network, 0, 2);
            byte[] saved = Saved.bytes(network::save);

            assertThat(Saved.bytes(network::save)).isEqualTo(saved);
            try (Network restored = engine.restore(Saved.file(folder, network::save), 2)) {
                assertThat(Saved.bytes(restored::save)).isEqualTo(saved);
                assertThat(restored.parametersSha256()).isEqualTo(network.parametersSha256());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Optimizer.class)
    void aNetworkCanMemoriseOneBatch(Optimizer optimizer) {
        NetworkSpec spec = TinyTraining.resnet();
        Batch batch = TinyTraining.batch(spec, 8, 3);
        try (Network network = engine.create(spec, new TrainingSettings(optimizer, 0, 1), 7)) {
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
    void anErrorForALossThatIsNotFiniteNamesStepAndLearningRate() {
        NetworkSpec spec = TinyTraining.resnet();
        try (Network network = engine.create(spec, TinyTraining.ADAM, 7)) {
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
        try (Network network = engine.create(spec, TinyTraining.ADAM, 7)) {
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
        try (Network network = engine.create(TinyTraining.resnet(), TinyTraining.ADAM, 7)) {
            checkpoint = Saved.file(folder, network::save);
        }
        Path noise = Saved.file(folder, out -> out.write(new byte[100]));
        assertThat(engine.reads(checkpoint)).isTrue();
        assertThatThrownBy(() -> engine.restore(noise, 0)).isInstanceOf(CorruptCheckpointException.class);
        assertThatThrownBy(() -> engine.restore(checkpoint, 12))
                .isInstanceOf(CorruptCheckpointException.class)
                .hasMessageContaining("after 0 steps");
    }

    @Test
    void aBatchOfAnotherShapeOrWithoutLabelsIsRefused() {
        NetworkSpec spec = TinyTraining.resnet();
        try (Network network = engine.create(spec, TinyTraining.ADAM, 7)) {
            Batch other = TinyTraining.batch(TinyTraining.everyKindOfNetwork().get(2), 4, 1);
            assertThatThrownBy(() -> network.step(other, 1e-3, 0)).hasMessageContaining("side 38");
            Batch batch = TinyTraining.batch(spec, 2, 1);
            Batch unlabelled =
                    new Batch(batch.channels(), batch.side(), batch.pixels(), batch.scale(), batch.offset(), new int[] {
                        1, Batch.NO_LABEL
                    });
            assertThatThrownBy(() -> network.step(unlabelled, 1e-3, 0)).hasMessageContaining("label -1");
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void onnxRuntimeGivesTheLogitsOfTheEngine(NetworkSpec spec) throws OrtException {
        try (Network network = engine.create(spec, TinyTraining.ADAM, 7)) {
            for (int step = 0; step < 4; step++) { // so that the running statistics change from their initial values
                network.step(TinyTraining.batch(spec, 8, step), 1e-2, step);
            }
            Batch unseen = TinyTraining.batch(spec, 5, 99);

            float[][] logits = OnnxRuntime.run(Saved.bytes(network::toOnnx), unseen, NetworkSpec.LOGITS);

            assertClose(logits, network.logits(unseen));
        }
    }

    /** Equal to within a ten-thousandth of the largest value of each row. */
    public static void assertClose(float[][] rows, float[][] expected) {
        for (int s = 0; s < expected.length; s++) {
            float largest = 1;
            for (float value : expected[s]) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(rows[s]).containsExactly(expected[s], Offset.offset(1e-4f * largest));
        }
    }

    private byte[] trained(NetworkSpec spec, long seed, int steps) {
        try (Network network = engine.create(spec, TinyTraining.ADAM, seed)) {
            steps(network, 0, steps);
            return network.parametersSha256();
        }
    }

    /** Trains on batches that depend on the step. */
    public static void steps(Network network, int from, int to) {
        for (int step = from; step < to; step++) {
            var unused = network.step(TinyTraining.batch(network.spec(), 4, step), 1e-3, step);
        }
    }
}
