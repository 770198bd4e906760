package io.wellstream.imaging.illumination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.augment.Augmenter;
import io.wellstream.imaging.augment.Sampling;
import io.wellstream.imaging.pixels.LevelUnit;
import io.wellstream.imaging.pixels.PixelStatistics;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.random.SplitMix64;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The correction of 16-bit sites keeps their levels, and what lies between them. */
class SixteenBitIlluminationTest {
    private static final int SIDE = 32;
    private static final int SHIFT = 32_768;

    @Property(tries = 200)
    void aLevelIsDividedAndKeptInTheFinestUnit(@ForAll long seed, @ForAll @IntRange(min = 1, max = 14) int bits) {
        SplitMix64 random = new SplitMix64(seed);
        Plane plane = plane(random, random.nextInt(8_000), 1 << bits);
        float level = 0.5f + random.nextInt(1_000) / 500f;

        Plane corrected = new IlluminationFunction(1, 1, new float[] {level}).correct(plane);

        assertThat(corrected.unit().fraction()).as("bits for twice the range").isGreaterThanOrEqualTo(14 - bits);
        double half = 0.5 / (1 << corrected.unit().fraction());
        for (int i = 0; i < SIDE * SIDE; i++) {
            double exact = at(plane, i) * (1 / level);
            assertThat(at(corrected, i)).isCloseTo(exact, within(half + 1e-9));
        }
    }

    /** 100 to 140 under a function that falls to 0.7: in whole levels, each would be half a level off. */
    @Test
    void dimLevelsStayApart() {
        Plane plane = plane(new SplitMix64(1), 100, 41);

        Plane corrected = new IlluminationFunction(2, 1, new float[] {1.3f, 0.7f}).correct(plane);

        assertThat(corrected.unit().fraction()).isGreaterThanOrEqualTo(8);
        long whole = IntStream.range(0, SIDE * SIDE)
                .filter(i -> at(corrected, i) == Math.rint(at(corrected, i)))
                .count();
        assertThat(whole).isLessThan(SIDE * SIDE / 10);
    }

    /** The 8-bit result is that of the same levels in 16 bits, rounded. */
    @Property(tries = 100)
    void theCorrectionIsThatOfEightBits(@ForAll long seed) {
        SplitMix64 random = new SplitMix64(seed);
        byte[] greys = new byte[SIDE * SIDE];
        short[] levels = new short[SIDE * SIDE];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = (byte) random.nextInt(256);
            levels[i] = (short) (greys[i] & 0xff);
        }
        float[] function = new float[12];
        for (int block = 0; block < function.length; block++) {
            function[block] = 0.4f + random.nextInt(1_000) / 600f;
        }
        IlluminationFunction light = new IlluminationFunction(4, 3, function);

        Plane eight = light.correct(new Plane(SIDE, SIDE, greys));
        Plane sixteen = light.correct(new Plane(SIDE, SIDE, levels));

        for (int i = 0; i < greys.length; i++) {
            int grey = eight.at(i % SIDE, i / SIDE);
            if (grey < 255) {
                assertThat(at(sixteen, i)).isCloseTo(grey, within(0.51));
            } else {
                assertThat(at(sixteen, i)).isGreaterThan(254.49);
            }
        }
    }

    @Test
    void levelsStopAtTheEndsOfTheRange() {
        short[] levels = {0, 1_000, (short) 40_000, (short) 65_535};
        Plane plane = new Plane(4, 1, levels);

        Plane brighter = new IlluminationFunction(1, 1, new float[] {0.5f}).correct(plane);
        Plane shifted = new IlluminationFunction(1, 1, new float[] {0.25f}, SHIFT).correct(plane);

        assertThat(levelsOf(brighter)).containsExactly(0, 2_000, 65_535, 65_535);
        assertThat(levelsOf(shifted)).containsExactly(0, 0, SHIFT + 4 * (40_000 - SHIFT), 65_535);
    }

    @Test
    void aFlatFunctionChangesNoNumberOfABatch() {
        SiteImage site =
                new SiteImage(List.of(plane(new SplitMix64(5), 100, 41), plane(new SplitMix64(6), SHIFT, 3_000)));
        IlluminationFunction flat = new IlluminationFunction(2, 2, new float[] {1, 1, 1, 1});
        List<Augmentation> resize = List.of(new Augmentation.Resize(13, Sampling.AREA));

        SiteImage corrected = new Illumination(List.of(flat, flat)).correct(site);

        assertThat(Augmenter.apply(corrected, resize, 13)).isEqualTo(Augmenter.apply(site, resize, 13));
    }

    @Test
    void statisticsOfCorrectedLevelsAreThoseOfTheDefinition() {
        Plane corrected = new IlluminationFunction(2, 2, new float[] {1.2f, 0.9f, 0.7f, 1}, SHIFT)
                .correct(plane(new SplitMix64(9), SHIFT + 100, 60));
        double[] levels = levelsOf(corrected);
        double mean = Arrays.stream(levels).average().orElseThrow();
        double variance = Arrays.stream(levels)
                .map(level -> (level - mean) * (level - mean))
                .average()
                .orElseThrow();

        PixelStatistics statistics = corrected.statistics();

        assertThat(statistics.mean()).isEqualTo((float) mean);
        assertThat((double) statistics.sd()).isCloseTo(Math.sqrt(variance), within(1e-4));
        assertThat(statistics.min()).isEqualTo((int) Arrays.stream(levels).min().orElseThrow());
        assertThat(statistics.max()).isEqualTo((int) Arrays.stream(levels).max().orElseThrow());
    }

    @Test
    void whatACameraAddsIsNoLight() {
        IlluminationFunction shifted = lit(SHIFT, SHIFT);
        IlluminationFunction plain = lit(0, 0);

        assertThat(shifted.offset()).isEqualTo(SHIFT);
        assertThat(plain.offset()).isZero();
        for (int block = 0; block < shifted.levels().length; block++) {
            assertThat(shifted.levels()[block]).isCloseTo(plain.levels()[block], within(1e-6f));
        }
        assertThat(plain.highest() / plain.lowest()).isGreaterThan(1.5f);
    }

    @Test
    void aLevelBelowItMeansThatTheCameraAddsNothing() {
        IlluminationFunction function = lit(SHIFT, SHIFT - 1);

        assertThat(function.offset()).isZero();
        assertThat(function.highest() / function.lowest()).isLessThan(1.1f);
    }

    @Test
    void averagesAreNotCorrected() {
        Plane averages = new Plane(1, 1, new short[1], new LevelUnit(100, 4));

        assertThatThrownBy(() -> new IlluminationFunction(1, 1, new float[] {1}).correct(averages))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds averages; expected whole grey levels");
    }

    /**
     * The function of sites that are half as bright on the right as on the left.
     *
     * @param added to each level
     * @param corner the level of a pixel of the first site
     */
    private static IlluminationFunction lit(int added, int corner) {
        BlockSums sums = new BlockSums(1, SIDE, SIDE);
        for (int site = 0; site < BlockSums.FEWEST_SITES; site++) {
            Random random = new Random(site);
            short[] levels = new short[SIDE * SIDE];
            for (int i = 0; i < levels.length; i++) {
                double light = 1 - 0.5 * (i % SIDE) / SIDE;
                levels[i] = (short) (added + Math.round((1_000 + random.nextInt(200)) * light));
            }
            if (site == 0) {
                levels[0] = (short) corner;
            }
            sums.add(new SiteImage(List.of(new Plane(SIDE, SIDE, levels))), Set.of());
        }
        return sums.illumination().channels().getFirst();
    }

    private static Plane plane(SplitMix64 random, int from, int count) {
        short[] levels = new short[SIDE * SIDE];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (short) (from + random.nextInt(count));
        }
        return new Plane(SIDE, SIDE, levels);
    }

    private static double[] levelsOf(Plane plane) {
        return IntStream.range(0, plane.width() * plane.height())
                .mapToDouble(i -> at(plane, i))
                .toArray();
    }

    private static double at(Plane plane, int i) {
        LevelUnit unit = plane.unit();
        return unit.base() + plane.at(i % plane.width(), i / plane.width()) / (double) (1 << unit.fraction());
    }
}
