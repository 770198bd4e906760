package io.wellstream.imaging.illumination;

/**
 * The division of an image into blocks of nearly equal size, at most {@link #MOST} along each side.
 *
 * @param width of the image, pixels
 * @param height of the image, pixels
 */
record BlockGrid(int width, int height) {
    private static final int MOST = 32;

    int columns() {
        return Math.min(MOST, width);
    }

    int rows() {
        return Math.min(MOST, height);
    }

    int blocks() {
        return columns() * rows();
    }

    /** The first pixel column of a column of blocks. */
    int left(int column) {
        return column * width / columns();
    }

    /** The first pixel row of a row of blocks. */
    int top(int row) {
        return row * height / rows();
    }

    /** The pixels of a block. */
    int area(int block) {
        int column = block % columns();
        int row = block / columns();
        return (left(column + 1) - left(column)) * (top(row + 1) - top(row));
    }
}
