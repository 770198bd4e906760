package io.wellstream.imaging.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngDecoderTest {
    @Property(tries = 200)
    void everyFilterDecodesAsImageIoDoes(
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @Size(7) byte[] filters,
            @ForAll long seed)
            throws Exception {
        byte[] pixels = new byte[width * height];
        new Random(seed).nextBytes(pixels);
        byte[] png = PngWriter.grey(width, height, pixels).filters(filters).write();

        Plane plane = PngDecoder.decode(png);

        assertThat(plane).isEqualTo(new Plane(width, height, pixels));
        assertThat(plane.pixels()).isEqualTo(asImageIoReads(png));
    }

    /** Rows with Paeth's filter are decoded two at a time. */
    @Property(tries = 100)
    void runsOfPaethRowsDecodeExactly(
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 9) int run,
            @ForAll long seed)
            throws Exception {
        byte[] pixels = new byte[width * height];
        new Random(seed).nextBytes(pixels);
        byte[] filters = new byte[run + 1];
        Arrays.fill(filters, (byte) 4);
        filters[run] = (byte) (seed & 3);

        byte[] png = PngWriter.grey(width, height, pixels).filters(filters).write();

        assertThat(PngDecoder.decode(png).pixels()).isEqualTo(pixels);
    }

    @Property(tries = 50)
    void whatImageIoWritesIsReadExactly(
            @ForAll @IntRange(min = 1, max = 60) int width,
            @ForAll @IntRange(min = 1, max = 60) int height,
            @ForAll long seed)
            throws Exception {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        byte[] pixels = new byte[width * height];
        new Random(seed).nextBytes(pixels);
        image.getRaster().setDataElements(0, 0, width, height, pixels);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);

        assertThat(PngDecoder.decode(out.toByteArray()).pixels()).isEqualTo(pixels);
    }

    @Test
    void theFrontOfAFileDeclaresItsSize() {
        byte[] png = PngWriter.random(12, 9, 1).mode(16, 2).declared(70_000, -1).write();

        assertThat(PngHeader.atFront(Arrays.copyOf(png, PngHeader.FRONT))).contains(new PngHeader(70_000, -1));
        assertThat(PngHeader.atFront(Arrays.copyOf(png, PngHeader.FRONT - 1))).isEmpty();
        png[0] = 0;
        assertThat(PngHeader.atFront(png)).isEmpty();
    }

    @Property(tries = 300)
    void aTornFileIsRefused(@ForAll long seed, @ForAll @IntRange(min = 0, max = 999) int permille) {
        byte[] png = PngWriter.random(12, 9, seed).write();

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> PngDecoder.decode(Arrays.copyOf(png, png.length * permille / 1000)));
    }

    @Property(tries = 300)
    void anyChangedByteIsRefused(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 999) int permille,
            @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] png = PngWriter.random(12, 9, seed).write();
        png[png.length * permille / 1000] ^= (byte) change;

        assertThatExceptionOfType(BadImageException.class).isThrownBy(() -> PngDecoder.decode(png));
    }

    @ParameterizedTest
    @CsvSource({
        "16, 0, found a 16-bit grey PNG; expected 8-bit grey",
        "8, 2, found a 8-bit RGB PNG; expected 8-bit grey",
        "8, 3, found a 8-bit palette PNG; expected 8-bit grey",
        "1, 0, found a 1-bit grey PNG; expected 8-bit grey"
    })
    void anotherModeIsNamed(int depth, int color, String message) {
        byte[] png = PngWriter.random(4, 4, 1).mode(depth, color).write();

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> PngDecoder.decode(png))
                .withMessage(message);
    }

    @Test
    void anInterlacedFileIsRefused() {
        byte[] png = PngWriter.random(4, 4, 1).interlaced().write();

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> PngDecoder.decode(png))
                .withMessageContaining("interlaced");
    }

    @Test
    void aHugeDeclaredSizeIsRefusedBeforeAnythingIsAllocated() {
        byte[] png =
                PngWriter.random(4, 4, 1).declared(2_000_000_000, 2_000_000_000).write();

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> PngDecoder.decode(png))
                .withMessageContaining("2000000000x2000000000");
    }

    @Test
    void morePixelsThanDeclaredAreNotInflated() {
        byte[] png = PngWriter.random(40, 40, 1).declared(40, 39).write();

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> PngDecoder.decode(png))
                .withMessageContaining("more pixels than the 40x39");
    }

    @Test
    void fewerPixelsThanDeclaredAreATruncation() {
        byte[] png = PngWriter.random(40, 40, 1).declared(40, 41).write();

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> PngDecoder.decode(png))
                .withMessage("PNG is truncated: it holds 40 whole rows of 41");
    }

    @Test
    void bytesAfterTheEndAreRefused() {
        byte[] png = PngWriter.random(4, 4, 1).write();

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> PngDecoder.decode(Arrays.copyOf(png, png.length + 3)))
                .withMessage("3 bytes after the PNG's end");
    }

    @Test
    void otherBytesAreNotAPng() {
        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(
                        () -> PngDecoder.decode("II*\0 a TIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .withMessageContaining("not a PNG");
        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> PngDecoder.decode(new byte[0]))
                .withMessageContaining("empty file");
    }

    private static byte[] asImageIoReads(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        byte[] pixels = new byte[image.getWidth() * image.getHeight()];
        image.getRaster().getDataElements(0, 0, image.getWidth(), image.getHeight(), pixels);
        return pixels;
    }
}
