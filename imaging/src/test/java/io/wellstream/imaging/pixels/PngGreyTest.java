package io.wellstream.imaging.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wellstream.imaging.screen.Levels;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of PNG that holds grey, as the Java platform writes it. */
class PngGreyTest {
    private static final int WIDTH = 21;
    private static final int HEIGHT = 13;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sixteenBits(boolean interlaced) throws IOException, BadImageException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
        int[] levels = filled(image.getRaster(), 65_536);

        GreyImage read = PngDecoder.decodeAnyGrey(png(image, interlaced));

        assertThat(read.bits()).isEqualTo(16);
        assertThat(read.width()).isEqualTo(WIDTH);
        assertThat(levels(read)).isEqualTo(levels);
    }

    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "4,false", "8,false", "1,true", "2,true", "4,true", "8,true"})
    void aPaletteOfGreysOrFewBits(int bits, boolean interlaced) throws IOException, BadImageException {
        int colours = 1 << bits;
        byte[] greys = new byte[colours];
        for (int i = 0; i < colours; i++) {
            greys[i] = (byte) (255 - i * 255 / (colours - 1));
        }
        IndexColorModel palette = new IndexColorModel(bits, colours, greys, greys, greys);
        WritableRaster raster = bits == 8
                ? Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 1, null)
                : Raster.createPackedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 1, bits, null);
        int[] indices = filled(raster, colours);

        GreyImage read = PngDecoder.decodeAnyGrey(png(new BufferedImage(palette, raster, false, null), interlaced));

        assertThat(read.bits()).isEqualTo(8);
        assertThat(levels(read))
                .isEqualTo(Arrays.stream(indices).map(i -> greys[i] & 0xff).toArray());
    }

    @ParameterizedTest
    @CsvSource({"3,8,false", "4,8,false", "3,16,false", "4,16,true", "2,8,true", "2,16,false", "3,8,true"})
    void equalColoursAndOpaqueAlpha(int samples, int bits, boolean interlaced) throws IOException, BadImageException {
        BufferedImage image = colours(samples, bits);
        int[] levels = greys(image, (1 << bits) - 1);

        GreyImage read = PngDecoder.decodeAnyGrey(png(image, interlaced));

        assertThat(read.bits()).isEqualTo(bits);
        assertThat(levels(read)).isEqualTo(levels);
    }

    @Test
    void aFileInColourIsRefused() throws IOException {
        BufferedImage image = colours(3, 8);
        greys(image, 255);
        image.getRaster().setPixel(5, 4, new int[] {10, 20, 30});
        byte[] png = png(image, false);

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> PngDecoder.decodeAnyGrey(png))
                .withMessageContaining("in colour: it has a pixel of red 10, green 20, blue 30")
                .withMessageContaining("-separate");
    }

    @Test
    void aTransparentPixelIsRefused() throws IOException {
        BufferedImage image = colours(4, 8);
        greys(image, 254);
        byte[] png = png(image, false);

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> PngDecoder.decodeAnyGrey(png))
                .withMessageContaining("transparent");
    }

    @Test
    void aHugeDeclaredSizeIsRefusedBeforeAnythingIsAllocated() {
        byte[] png = PngWriter.random(4, 4, 1)
                .declared(2_000_000_000, 2_000_000_000)
                .mode(16, 6)
                .write();

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> PngDecoder.decodeAnyGrey(png))
                .withMessageContaining("2000000000x2000000000");
    }

    @Test
    void morePixelsThanDeclaredAreNotInflated() {
        byte[] png = PngWriter.random(40, 40, 1).declared(20, 19).mode(16, 0).write();

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> PngDecoder.decodeAnyGrey(png))
                .withMessageContaining("more pixels than the 20x19");
    }

    @Property(tries = 300)
    void anyChangedByteOrTornFileIsRefused(
            @ForAll @IntRange(min = 0, max = 999) int permille, @ForAll @IntRange(min = 1, max = 255) int change)
            throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
        filled(image.getRaster(), 65_536);
        byte[] png = png(image, true);
        byte[] torn = Arrays.copyOf(png, png.length * permille / 1000);
        png[png.length * permille / 1000] ^= (byte) change;

        assertThatExceptionOfType(BadImageException.class).isThrownBy(() -> PngDecoder.decodeAnyGrey(png));
        assertThatExceptionOfType(BadImageException.class).isThrownBy(() -> PngDecoder.decodeAnyGrey(torn));
    }

    @Test
    void levelsMakeEightBits() {
        short[] levels = {0, 399, 400, 401, 1_000, 1_599, 1_600, 30_000, (short) 65_535};

        Plane plane = new GreyImage(9, 1, 16, levels).plane(new Levels(400, 1_600));

        // 600 × 255 / 1200 = 127.5, rounded up; 1 × 255 / 1200 is below a half
        assertThat(plane.pixels()).containsExactly(0, 0, 0, 0, 128, 255, 255, 255, 255);
        assertThat(new GreyImage(1, 1, 16, new short[] {(short) 257})
                        .plane(new Levels(0, 65_535))
                        .at(0, 0))
                .isEqualTo(1);
    }

    private static int[] filled(WritableRaster raster, int levels) {
        Random random = new Random(3);
        int[] values = new int[WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(levels);
            raster.setSample(i % WIDTH, i / WIDTH, 0, values[i]);
        }
        return values;
    }

    /** Grey with alpha, RGB, or RGBA. */
    private static BufferedImage colours(int samples, int bits) {
        int type = bits == 16 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
        boolean alpha = samples % 2 == 0;
        ColorSpace space = ColorSpace.getInstance(samples == 2 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        ComponentColorModel model = new ComponentColorModel(
                space, alpha, false, alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE, type);
        WritableRaster raster = Raster.createInterleavedRaster(type, WIDTH, HEIGHT, samples, null);
        return new BufferedImage(model, raster, false, null);
    }

    /** Gives each pixel equal colours. */
    private static int[] greys(BufferedImage image, int alpha) {
        WritableRaster raster = image.getRaster();
        int samples = raster.getNumBands();
        int most = image.getRaster().getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT ? 65_535 : 255;
        int[] values = filled(raster, most + 1);
        for (int i = 0; i < values.length; i++) {
            for (int sample = 0; sample < samples; sample++) {
                boolean last = samples % 2 == 0 && sample == samples - 1;
                raster.setSample(i % WIDTH, i / WIDTH, sample, last ? alpha : values[i]);
            }
        }
        return values;
    }

    private static byte[] png(BufferedImage image, boolean interlaced) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setProgressiveMode(interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static int[] levels(GreyImage image) {
        int[] levels = new int[image.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = image.at(i);
        }
        return levels;
    }
}
