package io.wellstream.trainer.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Precision;
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

class LossScaleTest {
    private static final Engine ENGINE = TinyTraining.engine(EngineName.TORCH);
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

    /** After the same steps, a network that was saved and restored in between has the same parameters. */
    @Test
    void aNetworkInFp16ContinuesFromItsCheckpointBitForBit(@TempDir Path folder) throws IOException {
        Engine half = ENGINE.in(Precision.FP16).orElseThrow();
        NetworkSpec spec = TinyTraining.resnet();
        Path file = folder.resolve("network");
        try (Network straight = half.create(spec, TinyTraining.ADAM, 3)) {
            train(straight, 0, 4);
            try (OutputStream out = Files.newOutputStream(file)) {
                straight.save(out);
            }
            train(straight, 4, 8);
            try (Network resumed = half.restore(file, 4)) {
                train(resumed, 4, 8);

                assertThat(resumed.parametersSha256()).isEqualTo(straight.parametersSha256());
            }
        }
    }

    /** What is saved in fp16 is as good in float32, and the other way round. */
    @Test
    void thePrecisionCanChangeInTheMiddle(@TempDir Path folder) throws IOException {
        NetworkSpec spec = TinyTraining.resnet();
        Path file = folder.resolve("network");
        try (Network exact = ENGINE.create(spec, TinyTraining.ADAM, 3)) {
            train(exact, 0, 4);
            try (OutputStream out = Files.newOutputStream(file)) {
                exact.save(out);
            }
            Batch batch = TinyTraining.batch(spec, 8, 9);
            try (Network half = ENGINE.in(Precision.FP16).orElseThrow().restore(file, 4)) {
                double expected = exact.step(batch, 1e-3, 4).loss();
                assertThat(half.step(batch, 1e-3, 4).loss()).isCloseTo(expected, within(0.05 * expected));
            }
        }
    }

    private static void train(Network network, int from, int to) {
        for (int step = from; step < to; step++) {
            var unused = network.step(TinyTraining.batch(network.spec(), 8, step), 1e-3, step);
        }
    }
}
