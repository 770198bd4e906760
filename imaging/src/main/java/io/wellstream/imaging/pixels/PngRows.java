package io.wellstream.imaging.pixels;

/** The rows of an 8-bit PNG without interlace: reverses their filters. */
final class PngRows {
    private static final int PAETH = 4;

    private final int width; // of a row, in samples
    private final int height;
    private final int samples; // per pixel
    private final byte[] rows; // [y, 1 + x]: each row after the number of its filter

    /**
     * @param width in pixels
     * @param samples per pixel
     * @param rows may be changed
     */
    PngRows(int width, int height, int samples, byte[] rows) {
        this.width = width * samples;
        this.height = height;
        this.samples = samples;
        this.rows = rows;
    }

    /** All samples, row by row and pixel by pixel. */
    byte[] pixels() throws BadImageException {
        byte[] pixels = new byte[width * height];
        PngFilter.Shape shape = new PngFilter.Shape(width, samples);
        for (int y = 0; y < height; y++) {
            if (samples == 1 && isPaeth(y) && isPaeth(y + 1)) {
                paethTwice(y, pixels);
                y++;
            } else if (samples == 1) {
                unfilter(y, pixels);
            } else {
                PngFilter.reverse(rows, y, 0, shape);
                System.arraycopy(rows, y * (width + 1) + 1, pixels, y * width, width);
            }
        }
        return pixels;
    }

    private void unfilter(int y, byte[] pixels) throws BadImageException {
        int in = y * (width + 1);
        int out = y * width;
        int filter = rows[in++];
        switch (filter) {
            case 0 -> System.arraycopy(rows, in, pixels, out, width);
            case 1 -> sub(in, pixels, out);
            case 2 -> up(in, pixels, out);
            case 3 -> average(in, pixels, out);
            case 4 -> paeth(in, pixels, out);
            default ->
                throw new BadImageException(
                        "PNG is damaged: row " + y + " has filter " + (filter & 0xff) + "; expected 0 to 4");
        }
    }

    private void sub(int in, byte[] pixels, int out) {
        int left = 0;
        for (int x = 0; x < width; x++) {
            left = rows[in + x] + left;
            pixels[out + x] = (byte) left;
        }
    }

    private void up(int in, byte[] pixels, int out) {
        if (out == 0) {
            System.arraycopy(rows, in, pixels, out, width);
            return;
        }
        for (int x = 0; x < width; x++) {
            pixels[out + x] = (byte) (rows[in + x] + pixels[out - width + x]);
        }
    }

    private void average(int in, byte[] pixels, int out) {
        int left = 0;
        for (int x = 0; x < width; x++) {
            int above = out == 0 ? 0 : pixels[out - width + x] & 0xff;
            left = (rows[in + x] + (left + above) / 2) & 0xff;
            pixels[out + x] = (byte) left;
        }
    }

    private boolean isPaeth(int y) {
        return y > 0 && y < height && rows[y * (width + 1)] == PAETH;
    }

    private void paeth(int in, byte[] pixels, int out) {
        int left = 0;
        int aboveLeft = 0;
        for (int x = 0; x < width; x++) {
            int above = out == 0 ? 0 : pixels[out - width + x] & 0xff;
            left = (rows[in + x] + predict(left, above, aboveLeft)) & 0xff;
            pixels[out + x] = (byte) left;
            aboveLeft = above;
        }
    }

    /**
     * Reverses the filter of a row and of the one below it, which is one pixel behind: each pixel waits for its left neighbour, so the
     * processor has time for a pixel of another row.
     */
    private void paethTwice(int y, byte[] pixels) {
        byte[] in = rows;
        int upperIn = y * (width + 1) + 1;
        int lowerIn = upperIn + width + 1;
        int upperOut = y * width;
        int lowerOut = upperOut + width;
        int aboveLeft = pixels[upperOut - width] & 0xff;
        int upper = (in[upperIn] + aboveLeft) & 0xff;
        pixels[upperOut] = (byte) upper;
        int lower = 0;
        int upperLeft = 0;
        for (int x = 1; x < width; x++) {
            int above = pixels[upperOut - width + x] & 0xff;
            int right = (in[upperIn + x] + predict(upper, above, aboveLeft)) & 0xff;
            pixels[upperOut + x] = (byte) right;
            lower = (in[lowerIn + x - 1] + predict(lower, upper, upperLeft)) & 0xff;
            pixels[lowerOut + x - 1] = (byte) lower;
            aboveLeft = above;
            upperLeft = upper;
            upper = right;
        }
        pixels[lowerOut + width - 1] = (byte) (in[lowerIn + width - 1] + predict(lower, upper, upperLeft));
    }

    /**
     * Paeth's prediction: of left, above and aboveLeft the one nearest to left + above - aboveLeft. That sum, mirrored at aboveLeft, is
     * compared with the smaller and the larger one of left and above. Noise makes branches unpredictable, so there are none.
     */
    private static int predict(int left, int above, int aboveLeft) {
        int mirrored = 3 * aboveLeft - left - above;
        int low = Math.min(left, above);
        int high = Math.max(left, above);
        int beyondHigh = (high - mirrored - 1) >> 31; // all bits set if high <= mirrored, else 0
        int beyondLow = (mirrored - low - 1) >> 31;
        int lowOrMiddle = aboveLeft ^ ((low ^ aboveLeft) & beyondHigh);
        return lowOrMiddle ^ ((high ^ lowOrMiddle) & beyondLow);
    }
}
