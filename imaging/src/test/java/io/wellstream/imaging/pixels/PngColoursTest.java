package io.wellstream.imaging.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Colour images that hold three channels. */
class PngColoursTest {
    @Property(tries = 200)
    void everyFilterDecodesAsImageIoDoes(
            @ForAll @IntRange(min = 1, max = 30) int width,
            @ForAll @IntRange(min = 1, max = 30) int height,
            @ForAll @Size(7) byte[] filters,
            @ForAll long seed)
            throws Exception {
        byte[] samples = new byte[3 * width * height];
        new Random(seed).nextBytes(samples);
        byte[] png = PngWriter.colours(width, height, samples).filters(filters).write();

        List<Plane> planes = PngDecoder.decodeColours(png);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(planes).hasSize(3);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int rgb = image.getRGB(x, y);
                for (int channel = 0; channel < 3; channel++) {
                    assertThat(planes.get(channel).pixels()[y * width + x])
                            .isEqualTo((byte) (rgb >> (16 - 8 * channel)));
                }
            }
        }
    }

    @Test
    void aGreyImageIsNotAColourImageAndTheOtherWayRound() {
        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(
                        () -> PngDecoder.decodeColours(PngWriter.random(4, 4, 1).write()))
                .withMessage("found a 8-bit grey PNG; expected 8-bit RGB");
        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() ->
                        PngDecoder.decode(PngWriter.colours(4, 4, new byte[48]).write()))
                .withMessage("found a 8-bit RGB PNG; expected 8-bit grey");
    }

    @Test
    void anUnknownFilterIsRefused() {
        byte[] rows = {9, 0, 0, 0};

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> PngFilter.reverse(rows, 0, 0, new PngFilter.Shape(3, 3)))
                .withMessageContaining("row 0 has filter 9");
    }
}
