package io.wellstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.SiteId;
import io.wellstream.simulator.morphology.Perturbation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Full-size untreated sites have the texture of real ones. The ranges were measured on 18 channels of RxRx1 (sites of HEPG2): slope
 * of the radial power spectrum -3.62 to -2.60 over 8 to 127 cycles per field, 35 to 249 grey levels. On the one site whose six
 * channels are known to belong together, the nuclear channel correlates with the others by .21 to .46 and these with each other by
 * .73 to .97.
 */
class SiteRealismTest {
    private static final int SIDE = 512;

    @Test
    void aSiteOfUsualBrightnessLiesInThePublishedRanges() {
        byte[][] planes = untreated(8);

        for (byte[] plane : planes) {
            assertThat(Spectrum.slope(plane, SIDE)).isBetween(-3.67, -2.55);
            assertThat(IntStream.range(0, plane.length)
                            .map(i -> plane[i] & 0xFF)
                            .distinct())
                    .hasSizeBetween(35, 249);
        }
        assertCorrelations(planes, 0.16, 0.51, 0.68, 0.98);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 7})
    void otherExperimentsLieNearThem(long seed) {
        byte[][] planes = untreated(seed);

        for (byte[] plane : planes) {
            assertThat(Spectrum.slope(plane, SIDE)).isBetween(-4.0, -2.4);
        }
        assertCorrelations(planes, 0.05, 0.55, 0.55, 0.98);
    }

    private static byte[][] untreated(long seed) {
        SimulationSpec spec = new SimulationSpec(
                seed,
                List.of(new CellLinePlan(Screens.HEPG2, 1, 0, false)),
                new PlatePlan(2, 1, 0, false),
                new FieldPlan(1, SIDE),
                Difficulty.demo(1),
                MetadataForm.NAME);
        SimulatedScreen screen = new SimulatedScreen(spec);
        SimulatedWell well = screen.wells().iterator().next();
        assertThat(well.perturbation()).isEqualTo(new Perturbation.Untreated());
        return screen.draw(new SiteId(well.id(), 1));
    }

    private static void assertCorrelations(
            byte[][] planes, double leastNuclear, double mostNuclear, double least, double most) {
        for (int one = 1; one < planes.length; one++) {
            assertThat(correlation(planes[one], planes[0])).isBetween(leastNuclear, mostNuclear);
            for (int other = 1; other < one; other++) {
                assertThat(correlation(planes[one], planes[other])).isBetween(least, most);
            }
        }
    }

    private static double correlation(byte[] a, byte[] b) {
        double sumA = 0;
        double sumB = 0;
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int i = 0; i < a.length; i++) {
            double x = a[i] & 0xFF;
            double y = b[i] & 0xFF;
            sumA += x;
            sumB += y;
            aa += x * x;
            bb += y * y;
            ab += x * y;
        }
        int n = a.length;
        return (ab - sumA * sumB / n) / Math.sqrt((aa - sumA * sumA / n) * (bb - sumB * sumB / n));
    }
}
