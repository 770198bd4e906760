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

    @Test
    void theLargestAndMostContrastedPlaneDoesNotOverflow() {
        byte[] pixels = new byte[Plane.MAX_SIDE * Plane.MAX_SIDE];
        Arrays.fill(pixels, 0, pixels.length / 2, (byte) 255);

        PixelStatistics statistics = new Plane(Plane.MAX_SIDE, Plane.MAX_SIDE, pixels).statistics();

        assertThat(statistics).isEqualTo(new PixelStatistics(127.5f, 127.5f, 0, 0, 255));
    }
}
