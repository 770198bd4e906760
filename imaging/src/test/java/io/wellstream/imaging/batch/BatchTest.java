package io.wellstream.imaging.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchTest {
    @Property(tries = 100)
    void aBatchReadsWhatItWrites(
            @ForAll @IntRange(min = 1, max = 8) int samples,
            @ForAll @IntRange(min = 1, max = 7) int channels,
            @ForAll @IntRange(min = 1, max = 12) int side,
            @ForAll long seed) {
        Batch batch = batch(samples, channels, side, seed);

        byte[] bytes = batch.encode();

        assertThat(Batch.decode(bytes)).isEqualTo(batch);
        assertThat(bytes).isEqualTo(batch(samples, channels, side, seed).encode());
    }

    @Property(tries = 100)
    void samplesWrittenInAnyOrderAreTheSameBatch(
            @ForAll @IntRange(min = 1, max = 8) int samples,
            @ForAll @IntRange(min = 1, max = 7) int channels,
            @ForAll @IntRange(min = 1, max = 12) int side,
            @ForAll long seed) {
        Batch batch = batch(samples, channels, side, seed);
        BatchWriter writer = new BatchWriter(samples, channels, side);

        for (int sample = samples - 1; sample >= 0; sample--) {
            int from = sample * channels;
            Normalization.Sample values = new Normalization.Sample(
                    Arrays.copyOfRange(batch.scale(), from, from + channels),
                    Arrays.copyOfRange(batch.offset(), from, from + channels));
            writer.put(sample, values, batch.labels()[sample]);
            int size = channels * side * side;
            System.arraycopy(batch.pixels(), sample * size, writer.bytes(), writer.pixelsAt(sample), size);
        }

        assertThat(writer.bytes()).isEqualTo(batch.encode());
    }

    @Property(tries = 100)
    void aTornBatchIsRefused(@ForAll @IntRange(min = 0, max = 999) int permille) {
        byte[] bytes = batch(3, 2, 4, 1).encode();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Batch.decode(Arrays.copyOf(bytes, bytes.length * permille / 1000)));
    }

    @Test
    void anotherKernelVersionIsNamed() {
        byte[] bytes = batch(3, 2, 4, 1).encode();
        bytes[4] = 9;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Batch.decode(bytes))
                .withMessage("a batch of kernel version 9; expected 1 or 2");
    }

    @Property(tries = 50)
    void floatsAreGreyLevelTimesScalePlusOffset(@ForAll long seed) {
        Batch batch = batch(2, 3, 5, seed);
        float[] floats = new float[batch.values()];

        batch.toFloats(floats);

        for (int i = 0; i < floats.length; i++) {
            int plane = i / 25;
            int grey = batch.pixels()[i] & 0xff;
            assertThat(floats[i]).isEqualTo(grey * batch.scale()[plane] + batch.offset()[plane]);
        }
    }

    @Property(tries = 50)
    void aSampleBecomesTheSameFloatsAloneAndInABatch(@ForAll long seed) {
        Random random = new Random(seed);
        List<Batch.Sample> samples = List.of(sample(3, 5, random), sample(3, 5, random));
        float[] together = new float[2 * 3 * 25];
        Batch.of(samples).toFloats(together);

        FloatBuffer alone = FloatBuffer.allocate(together.length);
        samples.forEach(sample -> sample.toFloats(alone));

        assertThat(alone.array()).isEqualTo(together);
    }

    @Test
    void samplesOfDifferentSizeAreNoBatch() {
        Random random = new Random(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Batch.of(List.of(sample(2, 4, random), sample(2, 5, random))));
    }

    private static Batch batch(int samples, int channels, int side, long seed) {
        Random random = new Random(seed);
        List<Batch.Sample> list = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            list.add(sample(channels, side, random));
        }
        return Batch.of(list);
    }

    private static Batch.Sample sample(int channels, int side, Random random) {
        List<Plane> planes = new ArrayList<>();
        float[] scale = new float[channels];
        float[] offset = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            byte[] pixels = new byte[side * side];
            random.nextBytes(pixels);
            planes.add(new Plane(side, side, pixels));
            scale[channel] = random.nextFloat();
            offset[channel] = random.nextFloat() - 0.5f;
        }
        return new Batch.Sample(new SiteImage(planes), new Normalization.Sample(scale, offset), random.nextInt(5) - 1);
    }
}
