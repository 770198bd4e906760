package io.wellstream.imaging.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * CRC-32 of the result of imgaug 0.2.9 (with OpenCV 4.8.1, its optimised paths off) for the same pixels:
 *
 * <pre>
 * ramp = np.arange(256, dtype=np.uint8).reshape(16, 16)
 * y, x = np.mgrid[0:h, 0:w]; image = ((x*37 + y*91 + (x*y) % 53*5) % 256).astype(np.uint8)
 * zlib.crc32(iaa.Add(v).augment_image(ramp).tobytes())   # Multiply, ContrastNormalization alike
 * zlib.crc32(iaa.Crop(px=(top, right, bottom, left)).augment_image(image).tobytes())
 * zlib.crc32(cv2.resize(image, (side, side), interpolation=cv2.INTER_LINEAR).tobytes())
 * </pre>
 */
class GoldenImgaugTest {
    @ParameterizedTest
    @CsvSource({"-10, 384745797", "-3, 2800705288", "0, 688229491", "7, 1235319422", "10, 1636241834"})
    void addIsImgaugs(int levels, long crc) {
        assertThat(crc(ramp(), List.of(new Augmentation.Add(levels)), 16)).isEqualTo(crc);
    }

    @ParameterizedTest
    @CsvSource({"0.9, 3460808241", "0.95, 2859568588", "1.0, 688229491", "1.033, 1384048937", "1.1, 2161070959"})
    void multiplyIsImgaugs(float factor, long crc) {
        assertThat(crc(ramp(), List.of(new Augmentation.Multiply(factor)), 16)).isEqualTo(crc);
    }

    @ParameterizedTest
    @CsvSource({"0.9, 1036008025", "0.95, 3090868747", "1.0, 688229491", "1.033, 3632699520", "1.1, 2919224962"})
    void contrastIsImgaugs(float factor, long crc) {
        assertThat(crc(ramp(), List.of(new Augmentation.Contrast(factor)), 16)).isEqualTo(crc);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 517059882",
        "1, 2, 3, 4, 2209581268",
        "0, 5, 0, 0, 2081777201",
        "5, 0, 2, 5, 2213249243",
        "0, 0, 0, 1, 530026255"
    })
    void cropIsImgaugs(int top, int right, int bottom, int left, long crc) {
        List<Augmentation> choices =
                List.of(new Augmentation.Crop(top, right, bottom, left), new Augmentation.Resize(50, Sampling.AREA));

        assertThat(crc(image(50, 50), choices, 50)).isEqualTo(crc);
    }

    @ParameterizedTest
    @CsvSource({
        "50, 50, 32, 2634829886",
        "96, 96, 64, 4121224982",
        "37, 53, 24, 3804720102",
        "20, 20, 33, 1425433376",
        "512, 512, 224, 2009395032"
    })
    void theResizeIsOpenCvs(int height, int width, int side, long crc) {
        List<Augmentation> choices = List.of(new Augmentation.Resize(side, Sampling.LINEAR));

        assertThat(crc(image(height, width), choices, side)).isEqualTo(crc);
    }

    private static long crc(Plane plane, List<Augmentation> choices, int side) {
        SiteImage result = Augmenter.apply(new SiteImage(List.of(plane)), choices, side);
        CRC32 crc = new CRC32();
        crc.update(result.plane(0).pixels());
        return crc.getValue();
    }

    private static Plane ramp() {
        byte[] pixels = new byte[256];
        for (int i = 0; i < 256; i++) {
            pixels[i] = (byte) i;
        }
        return new Plane(16, 16, pixels);
    }

    private static Plane image(int height, int width) {
        byte[] pixels = new byte[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels[y * width + x] = (byte) (x * 37 + y * 91 + x * y % 53 * 5);
            }
        }
        return new Plane(width, height, pixels);
    }
}
