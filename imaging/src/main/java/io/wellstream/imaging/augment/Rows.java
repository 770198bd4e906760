package io.wellstream.imaging.augment;

/**
 * The rows of a window of a plane.
 *
 * @param start of the first one in the array
 * @param step from one to the next
 */
record Rows(byte[] pixels, int start, int step) {
    static Rows of(Window window, byte[] pixels, int planeStart, int planeWidth) {
        return new Rows(pixels, planeStart + window.top() * planeWidth + window.left(), planeWidth);
    }

    int at(int row) {
        return start + row * step;
    }
}
