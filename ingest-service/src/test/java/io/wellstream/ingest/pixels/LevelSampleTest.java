package io.wellstream.ingest.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.pixels.GreyImage;
import io.wellstream.imaging.screen.Levels;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is recognised in images of known cameras. */
class LevelSampleTest {
    private static final int SIDE = 100;

    @Test
    void aThousandthOfThePixelsIsBeyondEachLevel() {
        assertThat(sample(i -> i).proposal()).isEqualTo(new Levels(9, 9_989));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1   | 10000 | 0     | levels 0 to 9,999 in 1 image, as of a 14-bit camera",
                "1   | 700   | 0     | levels 0 to 699 in 1 image, as of a 10-bit camera",
                "16  | 4096  | 0     | levels 0 to 65,520 in 1 image, as of a 12-bit camera, shifted to 16 bits; 0.02 % of the pixels are at the greatest level",
                "257 | 256   | 0     | levels 0 to 65,535 in 1 image, 8 bits spread over 16",
                "1   | 10000 | 32768 | levels 32,768 to 42,767 in 1 image, as of a camera that adds 32,768, as of a 14-bit camera",
                "3   | 10000 | 1     | levels 1 to 29,998 in 1 image"
            })
    void theRangeOfACameraIsSaid(int step, int levels, int offset, String said) {
        assertThat(sample(i -> offset + step * (i % levels)).says()).isEqualTo(said);
    }

    @Test
    void eightBitsSpreadOverSixteenAreKept() {
        LevelSample sample = sample(i -> 257 * (i % 256));

        assertThat(sample.proposal()).isEqualTo(new Levels(0, 65_535));
        for (int grey = 0; grey < 256; grey++) {
            assertThat(sample.proposal().grey(257 * grey)).isEqualTo(grey);
        }
    }

    @Test
    void anImageOfOneLevelHasARange() {
        assertThat(sample(i -> 300).proposal()).isEqualTo(new Levels(300, 555));
        assertThat(sample(i -> 65_535).proposal()).isEqualTo(new Levels(0, 65_535));
        assertThat(sample(i -> 0).proposal()).isEqualTo(new Levels(0, 255));
    }

    @Test
    void saturationIsSaid() {
        assertThat(sample(i -> Math.min(i, 4_095)).says())
                .isEqualTo("levels 0 to 4,095 in 1 image, as of a 12-bit camera; 59.05 % of the pixels are at the"
                        + " greatest level");
    }

    private static LevelSample sample(IntUnaryOperator level) {
        short[] levels = new short[SIDE * SIDE];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (short) Math.min(65_535, level.applyAsInt(i));
        }
        LevelSample sample = new LevelSample();
        sample.add(new GreyImage(SIDE, SIDE, 16, levels));
        return sample;
    }
}
