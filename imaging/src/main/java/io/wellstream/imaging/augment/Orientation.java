package io.wellstream.imaging.augment;

/** One of the eight flips and rotations: x and y may be exchanged, and then each may be reversed. */
record Orientation(boolean transposed, boolean reversedX, boolean reversedY) {
    static final Orientation AS_IT_IS = new Orientation(false, false, false);

    Orientation flipHorizontally() {
        return new Orientation(transposed, !reversedX, reversedY);
    }

    Orientation flipVertically() {
        return new Orientation(transposed, reversedX, !reversedY);
    }

    Orientation transpose() {
        return new Orientation(!transposed, reversedY, reversedX);
    }

    /**
     * Where pixels go in an array.
     *
     * @param first position of the pixel that is at the top left before the turn
     * @param right from a pixel to the one on its right before the turn
     * @param down from a pixel to the one below it before the turn
     */
    record Path(int first, int right, int down) {}

    /**
     * The path of an image.
     *
     * @param width before the turn
     * @param height before the turn
     * @param start where the turned image begins in the array
     */
    Path path(int width, int height, int start) {
        int rowLength = transposed ? height : width;
        int rows = transposed ? width : height;
        int x = reversedX ? -1 : 1;
        int y = reversedY ? -rowLength : rowLength;
        int first = start + (reversedX ? rowLength - 1 : 0) + (reversedY ? (rows - 1) * rowLength : 0);
        return new Path(first, transposed ? y : x, transposed ? x : y);
    }
}
