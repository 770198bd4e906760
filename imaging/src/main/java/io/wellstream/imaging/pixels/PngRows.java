package io.wellstream.imaging.pixels;

/** The rows of an 8-bit PNG without interlace: reverses their filters. */
final class PngRows {
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
            if (samples == 1) {
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

    private void paeth(int in, byte[] pixels, int out) {
        int left = 0;
        int aboveLeft = 0;
        for (int x = 0; x < width; x++) {
            int above = out == 0 ? 0 : pixels[out - width + x] & 0xff;
            int toLeft = Math.abs(above - aboveLeft);
            int toAbove = Math.abs(left - aboveLeft);
            int toBoth = Math.abs(left + above - 2 * aboveLeft);
            int predicted = toLeft <= toAbove && toLeft <= toBoth ? left : toAbove <= toBoth ? above : aboveLeft;
            left = (rows[in + x] + predicted) & 0xff;
            pixels[out + x] = (byte) left;
            aboveLeft = above;
        }
    }
}
