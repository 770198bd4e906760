package io.wellstream.imaging.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.augment.AugmentKernel;
import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.augment.Augmenter;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.Depth;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Batches of 16-bit sites. */
class SixteenBitBatchTest {
    private static final int SIDE = 12;

    @Property(tries = 50)
    void aBatchReadsWhatItWritesAndGivesTheFloatsOfItsSamples(
            @ForAll @IntRange(min = 1, max = 5) int samples,
            @ForAll @IntRange(min = 1, max = 4) int channels,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Batch.Sample> list = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            list.add(new Batch.Sample(resized(site(channels, 30_000, 400, random)), values(channels), i));
        }
        Batch batch = Batch.of(list);
        float[] together = new float[batch.values()];
        FloatBuffer alone = FloatBuffer.allocate(together.length);

        batch.toFloats(together);
        list.forEach(sample -> sample.toFloats(alone));

        assertThat(Batch.decode(batch.encode())).isEqualTo(batch);
        assertThat(batch.encode()[4]).as("kernel version").isEqualTo((byte) Batch.SIXTEEN_BIT_KERNEL_VERSION);
        assertThat(batch.depth()).isEqualTo(Depth.SIXTEEN);
        assertThat(alone.array()).isEqualTo(together);
        float[] plane = new float[SIDE * SIDE];
        batch.toFloats(samples - 1, channels - 1, plane);
        assertThat(plane).isEqualTo(Arrays.copyOfRange(together, together.length - plane.length, together.length));
    }

    /** What a worker writes and a scorer computes. */
    @Property(tries = 50)
    void aWrittenBatchHasTheFloatsOfTheSample(@ForAll AugmentationPolicy policy, @ForAll long seed) {
        int channels = 3;
        SiteImage site = site(channels, 33_000, 60, new Random(seed));
        List<Augmentation> choices = policy.changesTone()
                ? AugmentationPolicy.NONE_LINEAR.draw(seed, SIDE, channels)
                : policy.draw(seed, SIDE, channels);
        BatchWriter writer = new BatchWriter(1, channels, SIDE, Depth.SIXTEEN);
        new AugmentKernel().apply(site, choices, SIDE, writer.bytes(), writer.pixelsAt(0));
        writer.put(0, Augmenter.apply(values(channels), choices, site), 4);
        FloatBuffer scored = FloatBuffer.allocate(channels * SIDE * SIDE);

        Batch batch = Batch.decode(writer.bytes());
        new Batch.Sample(Augmenter.apply(site, choices, SIDE), Augmenter.apply(values(channels), choices), 4)
                .toFloats(scored);

        float[] trained = new float[batch.values()];
        batch.toFloats(trained);
        assertThat(trained).isEqualTo(scored.array());
        assertThat(batch.labels()).containsExactly(4);
    }

    /** 32,868 to 32,908 in fours of different pixels: means of a fraction of a level differ by that fraction after normalisation. */
    @Test
    void meansBetweenLevelsReachTheNetwork() {
        short[] levels = new short[4 * SIDE * SIDE];
        for (int i = 0; i < levels.length; i++) {
            int x = i % (2 * SIDE) / 2;
            levels[i] = (short) (32_868 + (i % 2 == 0 ? x : 40 - x / 2));
        }
        SiteImage site = new SiteImage(List.of(new Plane(2 * SIDE, 2 * SIDE, levels)));
        Normalization.Sample values = new Normalization.Sample(new float[] {0.1f}, new float[] {-3_288.0f});
        FloatBuffer floats = FloatBuffer.allocate(SIDE * SIDE);

        new Batch.Sample(resized(site), values, Batch.NO_LABEL).toFloats(floats);

        for (int i = 0; i < SIDE * SIDE; i++) {
            int x = i % SIDE;
            double mean = 32_868 + (x + 40 - x / 2) / 2.0;
            assertThat((double) floats.get(i)).isCloseTo(mean * 0.1f - 3_288, within(2e-4));
        }
    }

    @Test
    void sitesOfBothDepthsAreNoBatch() {
        Batch.Sample sixteenBit = new Batch.Sample(resized(site(1, 5, 9, new Random(1))), values(1), 0);
        Batch.Sample eight =
                new Batch.Sample(new SiteImage(List.of(new Plane(SIDE, SIDE, new byte[SIDE * SIDE]))), values(1), 0);

        assertThatIllegalArgumentException().isThrownBy(() -> Batch.of(List.of(sixteenBit, eight)));
    }

    private static SiteImage resized(SiteImage site) {
        return Augmenter.apply(site, AugmentationPolicy.NONE.draw(0, SIDE, site.channels()), SIDE);
    }

    private static Normalization.Sample values(int channels) {
        float[] scale = new float[channels];
        float[] offset = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            scale[channel] = 0.013f * (channel + 1);
            offset[channel] = -420.7f;
        }
        return new Normalization.Sample(scale, offset);
    }

    private static SiteImage site(int channels, int base, int range, Random random) {
        int side = 2 * SIDE + 3;
        List<Plane> planes = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            short[] levels = new short[side * side];
            for (int i = 0; i < levels.length; i++) {
                levels[i] = (short) (base + random.nextInt(range));
            }
            planes.add(new Plane(side, side, levels));
        }
        return new SiteImage(planes);
    }
}
