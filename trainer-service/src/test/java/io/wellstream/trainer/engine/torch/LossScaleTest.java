package io.wellstream.trainer.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.Precision;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.network.NetworkSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossScaleTest {
    private static final Engine ENGINE = TinyTraining.engine(EngineName.TORCH);
    private static final Engine HALF = ENGINE.in(Precision.FP16).orElseThrow();
    private static final TrainingSettings ACCUMULATED = new TrainingSettings(Optimizer.ADAM, 0.1, 0, 0, 0, 3);
    private static final float FIRST = 65_536;

    @Test
    void dividesGradientsByWhatTheLossWasMultipliedBy() {
        LossScale scale = new LossScale();
        try (PointerScope _ = new PointerScope()) {
            Tensor loss = scale.of(Tensor.create(new float[] {2}, 1));
            assertThat(FlatTensor.read(loss)).containsExactly(2 * FIRST);

            Tensor gradients = Tensor.create(new float[] {FIRST, 3 * FIRST}, 2);
            assertThat(scale.undo(gradients)).isTrue();
            assertThat(FlatTensor.read(gradients)).containsExactly(1, 3);
        }
    }

    @Test
    void anOverflowHalvesIt_andManyUpdatesWithoutOneDoubleIt() {
        LossScale scale = new LossScale();
        try (PointerScope _ = new PointerScope()) {
            assertThat(scale.undo(Tensor.create(new float[] {1, Float.POSITIVE_INFINITY}, 2)))
                    .isFalse();
            assertThat(scale.undo(Tensor.create(new float[] {Float.NaN}, 1))).isFalse();
            assertThat(scale.factor()).isEqualTo(FIRST / 4);

            Tensor gradients = Tensor.create(new float[] {0}, 1);
            for (int update = 1; update < 2_000; update++) {
                assertThat(scale.undo(gradients)).isTrue();
            }
            assertThat(scale.factor()).isEqualTo(FIRST / 4);
            assertThat(scale.undo(gradients)).isTrue();
            assertThat(scale.factor()).isEqualTo(FIRST / 2);
        }
    }

    /** It is saved between two of the three batches of an update. */
    @Test
    void aNetworkInFp16ContinuesFromItsCheckpointBitForBit(@TempDir Path folder) throws IOException {
        try (Network straight = HALF.create(TinyTraining.resnet(), ACCUMULATED, 3)) {
            train(straight, 0, 4);
            Path file = saved(straight, folder);
            train(straight, 4, 9);
            try (Network resumed = HALF.restore(file, 4)) {
                train(resumed, 4, 9);

                assertThat(resumed.parametersSha256()).isEqualTo(straight.parametersSha256());
            }
        }
    }

    /** The gradient of an unfinished update is saved without the factor, so that any precision can finish it. */
    @ParameterizedTest
    @CsvSource({"FLOAT32,FP16", "FP16,FLOAT32"})
    void thePrecisionCanChangeWithinAnUpdate(Precision first, Precision second, @TempDir Path folder)
            throws IOException {
        NetworkSpec spec = TinyTraining.resnet();
        try (Network network = ENGINE.in(first).orElseThrow().create(spec, ACCUMULATED, 3)) {
            train(network, 0, 4);
            Path file = saved(network, folder);
            try (Network other = ENGINE.in(second).orElseThrow().restore(file, 4)) {
                train(network, 4, 6);
                train(other, 4, 6);
                Batch batch = TinyTraining.batch(spec, 8, 9);
                double expected = network.step(batch, 1e-3, 6).loss();

                assertThat(other.step(batch, 1e-3, 6).loss()).isCloseTo(expected, within(0.05 * expected));
            }
        }
    }

    private static Path saved(Network network, Path folder) throws IOException {
        Path file = folder.resolve("network");
        try (OutputStream out = Files.newOutputStream(file)) {
            network.save(out);
        }
        return file;
    }

    private static void train(Network network, int from, int to) {
        for (int step = from; step < to; step++) {
            var unused = network.step(TinyTraining.batch(network.spec(), 8, step), 1e-3, step);
        }
    }
}
