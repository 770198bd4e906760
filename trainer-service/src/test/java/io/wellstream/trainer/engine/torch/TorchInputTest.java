package io.wellstream.trainer.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TorchInputTest {
    private static final NetworkSpec SPEC =
            NetworkSpecs.named(NetworkSettings.defaults(NetworkSpecs.STACKED_RESNET), 3, 32, 5);
    private static final TorchInput INPUT = new TorchInput(SPEC, loaded(), false);

    @Test
    void pixelsAreThoseOfTheBatchBitForBit() {
        try (PointerScope _ = new PointerScope();
                GreyLevels greys = new GreyLevels(false)) {
            for (Batch batch : List.of(random(4), random(4), deep(4), deep(4), random(4), deep(7))) {
                int samples = batch.samples();
                float[] expected = new float[batch.values()];
                batch.toFloats(expected);

                assertThat(FlatTensor.read(
                                INPUT.pixels(greys.of(batch), MixedBatch.unmixed(batch), Share.whole(samples))))
                        .containsExactly(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource
    void mixedPixelsAreThoseOfTheMixedBatchBitForBit(Mixing mixing) {
        assertMixed(MixedBatch.of(random(4), mixing));
        assertMixed(MixedBatch.of(deep(4), mixing));
    }

    private static void assertMixed(MixedBatch batch) {
        int area = SPEC.side() * SPEC.side();
        float[] expected = new float[batch.batch().values()];
        float[] plane = new float[area];
        for (int i = 0; i < expected.length / area; i++) {
            batch.toFloats(i / SPEC.channels(), i % SPEC.channels(), plane);
            System.arraycopy(plane, 0, expected, i * area, area);
        }
        try (PointerScope _ = new PointerScope();
                GreyLevels greys = new GreyLevels(false)) {
            Tensor levels = greys.of(batch.batch());

            assertThat(FlatTensor.read(INPUT.pixels(levels, batch, Share.whole(4))))
                    .containsExactly(expected);
            float[] second = Arrays.copyOfRange(expected, expected.length / 4, expected.length / 2);
            assertThat(FlatTensor.read(INPUT.pixels(levels, batch, new Share(1, 2, 4))))
                    .containsExactly(second);
        }
    }

    static List<Mixing> mixedPixelsAreThoseOfTheMixedBatchBitForBit() {
        List<Integer> partners = List.of(2, 0, 3, 1);
        return List.of(
                new Mixing.Cut(partners, new Mixing.Box(3, 5, 20, 27)),
                new Mixing.Cut(partners, new Mixing.Box(0, 0, 0, 0)),
                new Mixing.Blend(partners, 0.3));
    }

    private static Device loaded() {
        TinyTraining.engine(EngineName.TORCH);
        return new Device("cpu");
    }

    /** Every number of 16 bits, with scales and offsets whose products have to be rounded. */
    private static Batch deep(int samples) {
        Batch eight = random(samples);
        byte[] pixels = new byte[2 * eight.pixels().length];
        for (int i = 0; i < eight.pixels().length; i++) {
            pixels[2 * i] = (byte) (23 * i);
            pixels[2 * i + 1] = (byte) ((23 * i) >> 8);
        }
        return new Batch(SPEC.channels(), SPEC.side(), pixels, eight.scale(), eight.offset(), eight.labels());
    }

    /** Every grey level, with scales and offsets whose products have to be rounded. */
    private static Batch random(int samples) {
        SplittableRandom random = new SplittableRandom(samples);
        byte[] pixels = new byte[samples * SPEC.channels() * SPEC.side() * SPEC.side()];
        float[] scale = new float[samples * SPEC.channels()];
        float[] offset = new float[scale.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        for (int i = 0; i < scale.length; i++) {
            scale[i] = (float) random.nextDouble(0.001, 0.3);
            offset[i] = (float) random.nextDouble(-3, 3);
        }
        return new Batch(SPEC.channels(), SPEC.side(), pixels, scale, offset, new int[samples]);
    }
}
