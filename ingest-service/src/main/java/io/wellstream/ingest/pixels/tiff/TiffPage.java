package io.wellstream.ingest.pixels.tiff;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.Plane;

/**
 * What the tags of a page say of its pixels; only grey pages of 8 or 16 bits pass.
 *
 * @param inverted whether 0 is white
 * @param differences whether a pixel is the difference to the one on its left
 */
record TiffPage(int width, int height, int bits, boolean inverted, boolean differences, TiffCompression compression) {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int FILL_ORDER = 266;
    private static final int SAMPLES = 277;
    private static final int PREDICTOR = 317;
    private static final int SAMPLE_FORMAT = 339;

    static TiffPage of(TiffDirectory tags) throws BadImageException {
        long width = tags.number(WIDTH, 0);
        long height = tags.number(HEIGHT, 0);
        if (width < 1 || width > Plane.MAX_SIDE || height < 1 || height > Plane.MAX_SIDE) {
            throw new BadImageException("TIFF declares " + Long.toUnsignedString(width) + "x"
                    + Long.toUnsignedString(height) + " pixels; expected sides of 1 to " + Plane.MAX_SIDE);
        }
        long photometric = tags.number(PHOTOMETRIC, 1);
        if (tags.number(SAMPLES, 1) != 1 || photometric > 1) {
            throw new BadImageException("found a TIFF with " + (photometric == 3 ? "a palette" : "colours")
                    + "; expected grey, e.g. by magick IN.tif -separate OUT.tif, a file per colour");
        }
        int bits = bits(tags);
        TiffCompression compression = TiffCompression.of(tags.number(COMPRESSION, 1));
        long predictor = tags.number(PREDICTOR, 1);
        if (predictor < 1 || predictor > 2 || tags.number(FILL_ORDER, 1) != 1) {
            throw new BadImageException("found a TIFF with predictor " + predictor + " and fill order "
                    + tags.number(FILL_ORDER, 1) + "; expected predictor 1 or 2 and fill order 1");
        }
        return new TiffPage((int) width, (int) height, bits, photometric == 0, predictor == 2, compression);
    }

    private static int bits(TiffDirectory tags) throws BadImageException {
        long bits = tags.number(BITS, 1);
        long format = tags.number(SAMPLE_FORMAT, 1);
        if (format == 1 && (bits == 8 || bits == 16)) {
            return (int) bits;
        }
        String kind = format == 1 ? "" : format == 2 ? "signed " : format == 3 ? "floating-point " : "unknown ";
        throw new BadImageException("found a " + kind + bits + "-bit TIFF; expected unsigned levels of 8 or 16 bits,"
                + " e.g. by ImageJ's Image > Type > 16-bit");
    }

    int bytesPerPixel() {
        return bits / 8;
    }
}
