package io.wellstream.imaging.illumination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The correction of simulated fields of cells that are lit unevenly. */
class IlluminationTest {
    private static final int SIDE = 64;

    @Test
    void aPlateOf600SitesLosesAllButATwentiethOfItsVignetting() {
        Illumination illumination = sums(600, IlluminationTest::vignette).illumination();

        double before = unevenness(flat(150, IlluminationTest::vignette));
        double after = unevenness(illumination.correct(flat(150, IlluminationTest::vignette)));

        assertThat(before).isGreaterThan(0.2);
        assertThat(after).isLessThan(0.05);
    }

    /** Root mean square of the relative error of the function's blocks. */
    @ParameterizedTest
    @CsvSource({"64, 0.06", "200, 0.04", "600, 0.03"})
    void theErrorOfTheFunctionIsBounded(int sites, double bound) {
        IlluminationFunction function = sums(sites, IlluminationTest::vignette)
                .illumination()
                .channels()
                .getFirst();
        double[] truth = new double[32 * 32];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = vignette((i % 32 + 0.5) / 32, (row(i, 32) + 0.5) / 32);
        }
        double[] sorted = truth.clone();
        Arrays.sort(sorted);
        double squares = 0;
        for (int i = 0; i < truth.length; i++) {
            double error = function.levels()[i] / (truth[i] / sorted[truth.length / 2]) - 1;
            squares += error * error / truth.length;
        }

        assertThat(Math.sqrt(squares)).isLessThan(bound);
    }

    @Test
    void theFewestSitesLoseMostOfTheVignetting() {
        Illumination illumination =
                sums(BlockSums.FEWEST_SITES, IlluminationTest::vignette).illumination();

        assertThat(unevenness(illumination.correct(flat(150, IlluminationTest::vignette))))
                .isLessThan(0.12);
    }

    @Test
    void anEvenPlateStaysAsItIs() {
        Illumination illumination = sums(600, (x, y) -> 1).illumination();

        assertThat(unevenness(illumination.correct(flat(150, (x, y) -> 1)))).isLessThan(0.05);
    }

    @Test
    void aSlopeIsCorrectedUpToTheEdges() {
        DoubleBinaryOperator slope = (x, y) -> 1 - 0.5 * x;
        BlockSums sums = new BlockSums(1, SIDE, SIDE);
        for (int i = 0; i < BlockSums.FEWEST_SITES; i++) {
            sums.add(flat(200, slope), Set.of());
        }

        SiteImage corrected = sums.illumination().correct(flat(200, slope));

        Plane plane = corrected.plane(0);
        for (int x : new int[] {0, 1, 31, 62, 63}) {
            assertThat(plane.at(x, 20)).as("column " + x).isCloseTo(150, within(2));
        }
    }

    @Test
    void theOrderOfTheSitesChangesNothing() {
        List<SiteImage> sites = sites(120, IlluminationTest::vignette);
        List<SiteImage> shuffled = new ArrayList<>(sites);
        Collections.shuffle(shuffled, new Random(1));

        assertThat(sums(shuffled).illumination()).isEqualTo(sums(sites).illumination());
    }

    @Test
    void aMaskedChannelCountsForNothing() {
        List<SiteImage> sites = sites(120, IlluminationTest::vignette);
        BlockSums sums = new BlockSums(1, SIDE, SIDE);
        sites.forEach(site -> sums.add(site, Set.of()));
        sums.add(flat(255, (x, y) -> 1), Set.of(0));

        assertThat(sums.illumination()).isEqualTo(sums(sites).illumination());
    }

    @Test
    void aBlackChannelIsNotChanged() {
        BlockSums sums = new BlockSums(1, SIDE, SIDE);
        for (int i = 0; i < BlockSums.FEWEST_SITES; i++) {
            sums.add(flat(0, (x, y) -> 1), Set.of());
        }

        Illumination illumination = sums.illumination();

        assertThat(illumination.channels().getFirst().levels()).containsOnly(1);
        assertThat(illumination.correct(flat(77, (x, y) -> 1))).isEqualTo(flat(77, (x, y) -> 1));
    }

    @Test
    void brightPixelsStopAtTheHighestLevel() {
        Illumination illumination = new Illumination(List.of(new IlluminationFunction(2, 1, new float[] {0.5f, 0.5f})));

        assertThat(illumination.correct(flat(200, (x, y) -> 1))).isEqualTo(flat(255, (x, y) -> 1));
        assertThat(illumination.correct(flat(100, (x, y) -> 1))).isEqualTo(flat(200, (x, y) -> 1));
    }

    @Test
    void fewSitesAreRefusedAndTheMessageSaysHowManyAreNeeded() {
        BlockSums sums = sums(BlockSums.FEWEST_SITES - 1, IlluminationTest::vignette);

        assertThatThrownBy(sums::illumination)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("%d sites have channel 1; expected %d or more"
                        .formatted(BlockSums.FEWEST_SITES - 1, BlockSums.FEWEST_SITES));
    }

    @Test
    void imagesSmallerThanTheGridHaveABlockPerPixel() {
        BlockSums sums = new BlockSums(1, 1, 3);
        for (int i = 0; i < BlockSums.FEWEST_SITES; i++) {
            sums.add(new SiteImage(List.of(new Plane(1, 3, new byte[] {100, 100, 100}))), Set.of());
        }

        IlluminationFunction function = sums.illumination().channels().getFirst();

        assertThat(function.columns()).isEqualTo(1);
        assertThat(function.rows()).isEqualTo(3);
        assertThat(function.levels()).containsOnly(1);
    }

    /** Falls to 0.58 in the far corner; the brightest point is off the centre. */
    private static double vignette(double x, double y) {
        return 1 - 0.75 * (Math.pow(x - 0.4, 2) + Math.pow(y - 0.55, 2));
    }

    private static BlockSums sums(int count, DoubleBinaryOperator light) {
        return sums(sites(count, light));
    }

    private static BlockSums sums(List<SiteImage> sites) {
        BlockSums sums = new BlockSums(1, SIDE, SIDE);
        sites.forEach(site -> sums.add(site, Set.of()));
        return sums;
    }

    /** Sites of cells on a dark background: round, a twentieth of the side in radius, on a third of the area. */
    private static List<SiteImage> sites(int count, DoubleBinaryOperator light) {
        Random random = new Random(7);
        List<SiteImage> sites = new ArrayList<>();
        for (int site = 0; site < count; site++) {
            double[] grey = new double[SIDE * SIDE];
            Arrays.fill(grey, 10);
            for (int cell = 0; cell < 62; cell++) {
                paint(
                        grey,
                        random.nextDouble() * (SIDE + 10) - 5,
                        random.nextDouble() * (SIDE + 10) - 5,
                        2.5 + 1.5 * random.nextDouble(),
                        60 + 100 * random.nextDouble());
            }
            byte[] pixels = new byte[grey.length];
            for (int i = 0; i < pixels.length; i++) {
                double lit = grey[i] * light.applyAsDouble((i % SIDE + 0.5) / SIDE, (row(i, SIDE) + 0.5) / SIDE);
                pixels[i] = (byte) Math.clamp(Math.round(lit + 2 * random.nextGaussian()), 0, 255);
            }
            sites.add(new SiteImage(List.of(new Plane(SIDE, SIDE, pixels))));
        }
        return sites;
    }

    private static void paint(double[] grey, double x, double y, double radius, double brightness) {
        for (int i = 0; i < grey.length; i++) {
            if (Math.hypot(i % SIDE + 0.5 - x, row(i, SIDE) + 0.5 - y) <= radius) {
                grey[i] = brightness;
            }
        }
    }

    private static SiteImage flat(int grey, DoubleBinaryOperator light) {
        byte[] pixels = new byte[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] =
                    (byte) Math.round(grey * light.applyAsDouble((i % SIDE + 0.5) / SIDE, (row(i, SIDE) + 0.5) / SIDE));
        }
        return new SiteImage(List.of(new Plane(SIDE, SIDE, pixels)));
    }

    /** The largest difference between the mean of a sixteenth of the image, 4 x 4, and the mean of all, as a share of the latter. */
    private static double unevenness(SiteImage site) {
        Plane plane = site.plane(0);
        double[] parts = new double[16];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                parts[y * 4 / SIDE * 4 + x * 4 / SIDE] += plane.at(x, y) * 16.0 / (SIDE * SIDE);
            }
        }
        double mean = Arrays.stream(parts).average().orElseThrow();
        return Arrays.stream(parts)
                .map(part -> Math.abs(part - mean) / mean)
                .max()
                .orElseThrow();
    }

    private static int row(int index, int side) {
        return index / side;
    }
}
