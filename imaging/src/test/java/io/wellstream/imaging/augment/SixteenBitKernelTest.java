package io.wellstream.imaging.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.pixels.LevelUnit;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.random.SplitMix64;
import io.wellstream.imaging.screen.Levels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** 16-bit sites keep what lies between two levels. */
class SixteenBitKernelTest {
    /** Of the finest unit. */
    private static final double HALF = 0.5 + 1e-9;

    @Property(tries = 200)
    void aShrunkenPixelIsTheMeanOfItsArea(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 16) int bits) {
        SplitMix64 random = new SplitMix64(seed);
        int side = 1 + random.nextInt(Math.min(width, height));
        Plane plane = plane(width, height, random, bits);

        Plane small = resized(plane, side, Sampling.AREA);

        double[] means = means(plane, side);
        for (int i = 0; i < means.length; i++) {
            assertThat(level(small, i)).isCloseTo(means[i], within(HALF * step(small)));
        }
    }

    @Property(tries = 200)
    void anEnlargedPixelLiesBetweenItsNeighbours(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int width,
            @ForAll @IntRange(min = 1, max = 12) int height,
            @ForAll Sampling sampling) {
        SplitMix64 random = new SplitMix64(seed);
        Plane plane = plane(width, height, random, 12);
        int side = 12 + random.nextInt(20);

        Plane large = resized(plane, side, sampling);

        LinearTaps across = taps(width, side, sampling);
        LinearTaps down = taps(height, side, sampling);
        for (int i = 0; i < side * side; i++) {
            int x = i % side;
            int y = i / side;
            double upper = between(plane, across, x, down.first[y]);
            double lower = between(plane, across, x, down.second[y]);
            double weight = down.weight[y] / (double) LinearTaps.ONE;
            assertThat(level(large, i)).isCloseTo(upper + weight * (lower - upper), within(HALF * step(large)));
        }
    }

    @Property(tries = 200)
    void turnsAndWindowsKeepEveryLevel(@ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        Plane plane = plane(9, 9, random, 1 + random.nextInt(16));
        List<Augmentation> choices = List.of(
                new Augmentation.Crop(1, 2, 3, 2), new Augmentation.FlipHorizontally(), new Augmentation.Transpose());

        Plane turned =
                Augmenter.apply(new SiteImage(List.of(plane)), choices, 5).plane(0);

        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 5; x++) {
                assertThat(level(turned, x * 5 + y)).isEqualTo(plane.at(2 + 4 - x, 1 + y));
            }
        }
    }

    @Property(tries = 100)
    void laterPassesGoOnInTheSameUnit(@ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        SiteImage site = new SiteImage(List.of(plane(40, 40, random, 9), plane(40, 40, random, 14)));
        List<Augmentation> first = List.of(new Augmentation.Resize(24, Sampling.AREA));
        List<Augmentation> then = List.of(
                new Augmentation.FlipVertically(),
                new Augmentation.Zoom(0.6, 0.3, 0.9),
                new Augmentation.Resize(20, Sampling.LINEAR));
        List<Augmentation> both = new ArrayList<>(first);
        both.addAll(then);

        assertThat(Augmenter.apply(site, both, 20))
                .isEqualTo(Augmenter.apply(Augmenter.apply(site, first, 24), then, 20));
    }

    @Test
    void aPlaneOfTheLargestSizeAndLevelsDoesNotOverflow() {
        short[] levels = new short[Plane.MAX_SIDE * Plane.MAX_SIDE];
        Arrays.fill(levels, (short) 65_535);
        levels[levels.length - 1] = 0; // the range is the whole one
        Plane plane = new Plane(Plane.MAX_SIDE, Plane.MAX_SIDE, levels);

        for (int side : new int[] {1, 224, 1_000, Plane.MAX_SIDE - 1}) {
            assertThat(level(resized(plane, side, Sampling.AREA), 0)).isEqualTo(65_535);
        }
    }

    /** Half of the pixels at 100, one of four at 101 and one at 140, as a dim stain has. */
    @Test
    void aDimChannelKeepsMeansThatEightBitsLose() {
        short[] levels = new short[64 * 64];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (short) (i % 2 == 0 ? 100 : i % 4 == 1 ? 101 : 140);
        }
        Plane sixteenBit = new Plane(64, 64, levels);
        Levels whole = new Levels(0, 4_095); // of a 12-bit camera
        byte[] pixels = new byte[levels.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) whole.grey(levels[i]);
        }

        Plane small = resized(sixteenBit, 16, Sampling.AREA);
        Plane eight = resized(new Plane(64, 64, pixels), 16, Sampling.AREA);

        assertThat(level(small, 0)).isCloseTo(110.25, within(0.001));
        assertThat(whole.black() + eight.at(0, 0) / whole.scale())
                .as("the nearest of 8 bits")
                .isNotCloseTo(110.25, within(1.0));
        assertThat(small.unit()).isEqualTo(new LevelUnit(100, 10));
    }

    @Test
    void aChangeOfToneIsRefused() {
        SiteImage site = new SiteImage(List.of(new Plane(8, 8, new short[64])));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Augmenter.apply(site, List.of(new Augmentation.Add(3)), 8))
                .withMessageContaining("16-bit");
    }

    private static Plane resized(Plane plane, int side, Sampling sampling) {
        List<Augmentation> choices = List.of(new Augmentation.Resize(side, sampling));
        return Augmenter.apply(new SiteImage(List.of(plane)), choices, side).plane(0);
    }

    /** Levels of so many bits above a level other than 0. */
    private static Plane plane(int width, int height, SplitMix64 random, int bits) {
        int base = bits == 16 ? 1 : 1 + random.nextInt(65_535 - (1 << bits));
        int range = bits == 16 ? 65_535 : 1 << bits;
        short[] levels = new short[width * height];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (short) (base + random.nextInt(range));
        }
        return new Plane(width, height, levels);
    }

    private static double step(Plane plane) {
        return 1.0 / (1 << plane.unit().fraction());
    }

    private static double level(Plane plane, int i) {
        return plane.unit().base() + plane.at(i % plane.width(), i / plane.width()) * step(plane);
    }

    private static LinearTaps taps(int source, int target, Sampling sampling) {
        LinearTaps taps = new LinearTaps();
        taps.fit(source, target, sampling);
        return taps;
    }

    private static double between(Plane plane, LinearTaps across, int x, int row) {
        double weight = across.weight[x] / (double) LinearTaps.ONE;
        double left = plane.at(across.first[x], row);
        return left + weight * (plane.at(across.second[x], row) - left);
    }

    /** By definition: each source pixel counts by the area that the output pixel covers of it. */
    private static double[] means(Plane plane, int side) {
        double[] means = new double[side * side];
        double across = (double) plane.width() / side;
        double down = (double) plane.height() / side;
        for (int i = 0; i < means.length; i++) {
            double left = i % side * across;
            int row = i / side;
            double top = row * down;
            double sum = 0;
            for (int y = 0; y < plane.height(); y++) {
                for (int x = 0; x < plane.width(); x++) {
                    sum += plane.at(x, y) * overlap(x, left, left + across) * overlap(y, top, top + down);
                }
            }
            means[i] = sum / (across * down);
        }
        return means;
    }

    private static double overlap(int pixel, double from, double to) {
        return Math.max(0, Math.min(pixel + 1, to) - Math.max(pixel, from));
    }
}
