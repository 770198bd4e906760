package io.wellstream.imaging.pixels;

/** Reverses the filter of a row of any PNG, in place; {@link PngRows} has faster loops for 8-bit grey. */
final class PngFilter {
    private PngFilter() {}

    /**
     * Reverses the filter of a row.
     *
     * @param rows all rows of an image, each after the number of its filter; those above are complete
     * @param y the row
     * @param start where the rows of the image begin
     * @param shape of a row
     */
    static void reverse(byte[] rows, int y, int start, Shape shape) throws BadImageException {
        int width = shape.bytes();
        int row = start + y * (width + 1) + 1;
        int filter = rows[row - 1];
        if (filter < 0 || filter > 4) {
            throw new BadImageException(
                    "PNG is damaged: row " + y + " has filter " + (filter & 0xff) + "; expected 0 to 4");
        }
        int back = shape.bytesPerPixel();
        for (int x = 0; filter > 0 && x < width; x++) {
            int left = x < back ? 0 : rows[row + x - back] & 0xff;
            int above = y == 0 ? 0 : rows[row - width - 1 + x] & 0xff;
            int aboveLeft = y == 0 || x < back ? 0 : rows[row - width - 1 + x - back] & 0xff;
            int predicted =
                    switch (filter) {
                        case 1 -> left;
                        case 2 -> above;
                        case 3 -> (left + above) / 2;
                        default -> paeth(left, above, aboveLeft);
                    };
            rows[row + x] += (byte) predicted;
        }
    }

    /**
     * The shape of a row.
     *
     * @param bytes in it, without the number of the filter
     * @param bytesPerPixel at least 1
     */
    record Shape(int bytes, int bytesPerPixel) {}

    private static int paeth(int left, int above, int aboveLeft) {
        int toLeft = Math.abs(above - aboveLeft);
        int toAbove = Math.abs(left - aboveLeft);
        int toBoth = Math.abs(left + above - 2 * aboveLeft);
        return toLeft <= toAbove && toLeft <= toBoth ? left : toAbove <= toBoth ? above : aboveLeft;
    }
}
