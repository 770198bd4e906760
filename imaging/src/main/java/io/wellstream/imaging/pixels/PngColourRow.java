package io.wellstream.imaging.pixels;

/** Reverses the filter of one row of a PNG with several samples per pixel; {@link PngRows} has faster loops for one sample. */
final class PngColourRow {
    private PngColourRow() {}

    /**
     * The shape of a row.
     *
     * @param width in samples
     * @param samples per pixel
     */
    record Shape(int width, int samples) {}

    /**
     * Reverses the filter of a row.
     *
     * @param rows filtered rows, each after the number of its filter
     * @param in where the row begins, at its filter
     * @param pixels all rows above are complete
     * @param out where the row begins
     */
    static void unfilter(byte[] rows, int in, byte[] pixels, int out, Shape shape) throws BadImageException {
        int filter = rows[in];
        if (filter < 0 || filter > 4) {
            throw new BadImageException("PNG is damaged: row " + out / shape.width() + " has filter " + (filter & 0xff)
                    + "; expected 0 to 4");
        }
        for (int x = 0; x < shape.width(); x++) {
            int left = x < shape.samples() ? 0 : pixels[out + x - shape.samples()] & 0xff;
            int above = out == 0 ? 0 : pixels[out - shape.width() + x] & 0xff;
            int aboveLeft =
                    out == 0 || x < shape.samples() ? 0 : pixels[out - shape.width() + x - shape.samples()] & 0xff;
            int predicted =
                    switch (filter) {
                        case 1 -> left;
                        case 2 -> above;
                        case 3 -> (left + above) / 2;
                        case 4 -> paeth(left, above, aboveLeft);
                        default -> 0;
                    };
            pixels[out + x] = (byte) (rows[in + 1 + x] + predicted);
        }
    }

    private static int paeth(int left, int above, int aboveLeft) {
        int toLeft = Math.abs(above - aboveLeft);
        int toAbove = Math.abs(left - aboveLeft);
        int toBoth = Math.abs(left + above - 2 * aboveLeft);
        return toLeft <= toAbove && toLeft <= toBoth ? left : toAbove <= toBoth ? above : aboveLeft;
    }
}
