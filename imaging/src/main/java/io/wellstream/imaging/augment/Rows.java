package io.wellstream.imaging.augment;

/** The rows of a window of a plane. */
final class Rows {
    private final byte[] pixels;
    private final int start; // of the first row in the array
    private final int step; // from one row to the next

    private Rows(byte[] pixels, int start, int step) {
        this.pixels = pixels;
        this.start = start;
        this.step = step;
    }

    static Rows of(Window window, byte[] pixels, int planeStart, int planeWidth) {
        return new Rows(pixels, planeStart + window.top() * planeWidth + window.left(), planeWidth);
    }

    /** The array that the rows are in. */
    byte[] pixels() {
        return pixels;
    }

    int at(int row) {
        return start + row * step;
    }
}
