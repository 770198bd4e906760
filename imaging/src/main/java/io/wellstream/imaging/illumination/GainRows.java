package io.wellstream.imaging.illumination;

import io.wellstream.imaging.pixels.Plane;

/** What the pixels of a plane are multiplied by, row by row: gains interpolated between the centres of blocks. For one thread. */
final class GainRows {
    private final int columns;
    private final float[] gains; // [row, column]
    private final Axis across;
    private final Axis down;
    private final float[] blocks; // [column], at the row of pixels
    private final float[] pixels; // [x]

    GainRows(int columns, int rows, float[] gains, Plane plane) {
        this.columns = columns;
        this.gains = gains;
        this.across = new Axis(columns, plane.width());
        this.down = new Axis(rows, plane.height());
        this.blocks = new float[columns];
        this.pixels = new float[plane.width()];
    }

    /** The gains of a row of pixels, [x]. The next call overwrites them. */
    float[] of(int y) {
        int above = down.before(y) * columns;
        int below = down.after(y) * columns;
        for (int column = 0; column < columns; column++) {
            blocks[column] = gains[above + column] + down.share(y) * (gains[below + column] - gains[above + column]);
        }
        for (int x = 0; x < pixels.length; x++) {
            float left = blocks[across.before(x)];
            pixels[x] = left + across.share(x) * (blocks[across.after(x)] - left);
        }
        return pixels;
    }
}
