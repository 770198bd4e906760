package io.wellstream.imaging.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PixelStatisticsTest {
    @Property(tries = 200)
    void statisticsAreThoseOfTheDefinition(@ForAll @Size(min = 1, max = 50) byte[] pixels) {
        int[] grey = IntStream.range(0, pixels.length)
                .map(i -> pixels[i] & 0xff)
                .sorted()
                .toArray();
        double mean = Arrays.stream(grey).average().orElseThrow();
        double variance = Arrays.stream(grey)
                .mapToDouble(g -> (g - mean) * (g - mean))
                .average()
                .orElseThrow();

        PixelStatistics statistics = new Plane(pixels.length, 1, pixels).statistics();

        assertThat(statistics.mean()).isEqualTo((float) mean);
        assertThat((double) statistics.sd()).isCloseTo(Math.sqrt(variance), within(1e-4));
        assertThat(statistics.min()).isEqualTo(grey[0]);
        assertThat(statistics.median()).isEqualTo(grey[(grey.length - 1) / 2]);
        assertThat(statistics.max()).isEqualTo(grey[grey.length - 1]);
    }

    @Property(tries = 200)
    void statisticsOfSixteenBitsAreThoseOfTheDefinition(@ForAll @Size(min = 1, max = 50) short[] levels) {
        int[] sorted = IntStream.range(0, levels.length)
                .map(i -> levels[i] & 0xffff)
                .sorted()
                .toArray();
        double mean = Arrays.stream(sorted).average().orElseThrow();
        double variance = Arrays.stream(sorted)
                .mapToDouble(level -> (level - mean) * (level - mean))
                .average()
                .orElseThrow();

        PixelStatistics statistics = new Plane(levels.length, 1, levels).statistics();

        assertThat(statistics.mean()).isEqualTo((float) mean);
        assertThat((double) statistics.sd()).isCloseTo(Math.sqrt(variance), within(0.01));
        assertThat(statistics.min()).isEqualTo(sorted[0]);
        assertThat(statistics.median()).isEqualTo(sorted[(sorted.length - 1) / 2]);
        assertThat(statistics.max()).isEqualTo(sorted[sorted.length - 1]);
    }

    /** numpy: {@code a = np.array([32868, 32870, 32871, 32908], np.uint16); a.mean(), a.std()}. */
    @Test
    void aNarrowRangeAboveACamerasOffsetKeepsItsDeviation() {
        PixelStatistics statistics = new Plane(
                        2, 2, new short[] {(short) 32_868, (short) 32_870, (short) 32_871, (short) 32_908})
                .statistics();

        assertThat(statistics.mean()).isEqualTo(32_879.25f);
        assertThat((double) statistics.sd()).isCloseTo(16.6339, within(1e-4));
    }

    @Test
    void theLargestAndMostContrastedSixteenBitPlaneDoesNotOverflow() {
        short[] levels = new short[Plane.MAX_SIDE * Plane.MAX_SIDE];
        Arrays.fill(levels, 0, levels.length / 2, (short) 65_535);

        PixelStatistics statistics = new Plane(Plane.MAX_SIDE, Plane.MAX_SIDE, levels).statistics();

        assertThat(statistics).isEqualTo(new PixelStatistics(32_767.5f, 32_767.5f, 0, 0, 65_535));
    }

    @Test
    void theLargestAndMostContrastedPlaneDoesNotOverflow() {
        byte[] pixels = new byte[Plane.MAX_SIDE * Plane.MAX_SIDE];
        Arrays.fill(pixels, 0, pixels.length / 2, (byte) 255);

        PixelStatistics statistics = new Plane(Plane.MAX_SIDE, Plane.MAX_SIDE, pixels).statistics();

        assertThat(statistics).isEqualTo(new PixelStatistics(127.5f, 127.5f, 0, 0, 255));
    }
}
