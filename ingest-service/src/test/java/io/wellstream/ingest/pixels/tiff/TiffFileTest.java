package io.wellstream.ingest.pixels.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.GreyImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFF files as the Java platform's writer and a writer of this test make them, whole and hostile. */
class TiffFileTest {
    private static final int WIDTH = 150;
    private static final int HEIGHT = 70;

    @ParameterizedTest
    @CsvSource({
        "'',8,0,BIG",
        "'',16,0,LITTLE",
        "LZW,8,0,LITTLE",
        "LZW,16,0,LITTLE",
        "LZW,16,0,BIG",
        "LZW,16,64,BIG",
        "ZLib,16,0,LITTLE",
        "ZLib,16,64,LITTLE",
        "Deflate,8,64,BIG",
        "PackBits,8,0,LITTLE",
        "PackBits,16,64,BIG"
    })
    void asTheJavaPlatformWritesIt(String compression, int bits, int tile, String order)
            throws IOException, BadImageException {
        int[] levels = smooth(1 << bits);

        TiffFile file = new TiffFile(javaTiff(
                levels, bits, compression, tile, order.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN));

        assertThat(file.pages()).isOne();
        assertThat(file.page(1).bits()).isEqualTo(bits);
        assertThat(levels(file.page(1))).isEqualTo(levels);
    }

    @ParameterizedTest
    @CsvSource({
        "false,BIG,false,false",
        "false,LITTLE,true,true",
        "true,LITTLE,false,true",
        "true,BIG,true,false",
        "true,BIG,false,true",
        "false,BIG,true,true"
    })
    void withDifferencesAsBigTiffAndByPage(boolean big, String order, boolean tiled, boolean deflated)
            throws BadImageException {
        ByteOrder bytes = order.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int[] first = noise(1);
        int[] second = noise(2);

        TiffFile file = new TiffFile(new TiffWriter(big, bytes)
                .page(WIDTH, HEIGHT, first, tiled, deflated)
                .page(WIDTH, HEIGHT, second, !tiled, deflated)
                .write());

        assertThat(file.pages()).isEqualTo(2);
        assertThat(levels(file.page(1))).isEqualTo(first);
        assertThat(levels(file.page(2))).isEqualTo(second);
    }

    @Test
    void whiteAsZeroIsInvertedAndReducedPagesDoNotCount() throws BadImageException {
        TiffFile file = new TiffFile(new TiffWriter(false, ByteOrder.LITTLE_ENDIAN)
                .page(2, 1, new int[] {0, 65_000}, false, false)
                .tag(262, 0)
                .page(1, 1, new int[] {7}, false, false)
                .tag(254, 1)
                .write());

        assertThat(file.pages()).isOne();
        assertThat(levels(file.page(1))).containsExactly(65_535, 535);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "259 | 7       | JPEG compression; expected none, LZW, Deflate or PackBits",
                "259 | 33005   | JPEG 2000",
                "259 | 50000   | Zstandard",
                "262 | 3       | a palette; expected grey",
                "262 | 2       | colours; expected grey",
                "277 | 3       | colours; expected grey",
                "258 | 32      | 32-bit TIFF; expected unsigned levels of 8 or 16 bits",
                "258 | 12      | 12-bit TIFF",
                "339 | 3       | floating-point 16-bit TIFF",
                "339 | 2       | signed 16-bit TIFF",
                "317 | 3       | predictor 3"
            })
    void whatIsNotReadIsRefusedWithTheReason(int tag, long value, String reason) {
        byte[] file = new TiffWriter(false, ByteOrder.LITTLE_ENDIAN)
                .page(20, 20, new int[400], false, false)
                .tag(tag, value)
                .write();

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> new TiffFile(file).page(1))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "256 | 30000       | 30000x20",
                "257 | 4294967295  | 20x4294967295",
                "273 | 4000000000  | refers to",
                "279 | 4294967295  | refers to",
                "278 | 1           | expected 20",
                "322 | 65536       | tiles of side 65536",
                "322 | 17          | tiles of side 17",
                "322 | 512         | tiles of side 0"
            })
    void aHostileTagIsRefusedBeforeAnythingIsAllocated(int tag, long value, String reason) {
        byte[] file = new TiffWriter(false, ByteOrder.LITTLE_ENDIAN)
                .page(20, 20, new int[400], false, false)
                .tag(278, 20)
                .tag(273, 8)
                .tag(279, 800)
                .tag(tag, value)
                .write();

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> new TiffFile(file).page(1))
                .withMessageContaining(reason);
    }

    @Test
    void aListOfPagesWithoutEndIsRefused() {
        byte[] file = TiffWriter.plain(1, 1, 5);
        // the link to the next page, at the end of the file, leads back to the first
        System.arraycopy(file, 4, file, file.length - 4, 4);

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> new TiffFile(file))
                .withMessageContaining("no end");
    }

    @Test
    void moreValuesThanTheFileHasBytesAreRefused() {
        byte[] file = TiffWriter.plain(1, 1, 5);
        for (int entry = file.length - 4 - 12; entry > 10; entry -= 12) {
            byte[] hostile = file.clone();
            Arrays.fill(hostile, entry + 4, entry + 8, (byte) 0x7f); // the number of values
            assertRefusedOrUnchanged(hostile);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LZW", "ZLib", "PackBits", ""})
    void aDamagedFileNeverFailsOtherwise(String compression) throws IOException {
        byte[] file = javaTiff(smooth(65_536), 16, compression, 64, ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = random.nextInt(4) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file.clone();
            for (int change = 0; change < 3 && damaged.length > 8; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertRefusedOrUnchanged(damaged);
        }
    }

    private static void assertRefusedOrUnchanged(byte[] file) {
        try {
            TiffFile read = new TiffFile(file);
            for (int page = 1; page <= Math.min(3, read.pages()); page++) {
                read.page(page);
            }
        } catch (BadImageException refused) {
            assertThat(refused).hasMessageContaining("TIFF");
        }
    }

    private static int[] noise(long seed) {
        return new Random(seed).ints(WIDTH * HEIGHT, 0, 65_536).toArray();
    }

    /** Compressible, so that strings of LZW become long. */
    private static int[] smooth(int levels) {
        int[] all = new int[WIDTH * HEIGHT];
        Random random = new Random(9);
        for (int i = 0; i < all.length; i++) {
            all[i] = i / WIDTH < 30 ? levels / 3 : i / WIDTH < 50 ? i % WIDTH * 7 % levels : random.nextInt(levels);
        }
        return all;
    }

    private static int[] levels(GreyImage image) {
        int[] levels = new int[image.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = image.at(i);
        }
        return levels;
    }

    private static byte[] javaTiff(int[] levels, int bits, String compression, int tile, ByteOrder order)
            throws IOException {
        BufferedImage image = new BufferedImage(
                WIDTH, HEIGHT, bits == 16 ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSamples(0, 0, WIDTH, HEIGHT, 0, levels);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        if (!compression.isEmpty()) {
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionType(compression);
        }
        if (tile > 0) {
            how.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
            how.setTiling(tile, tile, 0, 0);
        }
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            out.setByteOrder(order);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
