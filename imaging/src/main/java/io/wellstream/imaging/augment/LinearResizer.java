package io.wellstream.imaging.augment;

/** Resizes windows of planes from the two nearest pixels of each axis, with OpenCV's rounding. It reuses its arrays: for one thread. */
final class LinearResizer {
    private final LinearTaps across = new LinearTaps();
    private final LinearTaps down = new LinearTaps();
    private int[] upper = {};
    private int[] lower = {};

    /** @param sampling that of the pass, which has one */
    void resize(PixelPass pass, Sampling sampling, Rows rows, byte[] out, Orientation.Path to) {
        Window window = pass.window();
        across.fit(window.width(), pass.width(), sampling);
        down.fit(window.height(), pass.height(), sampling);
        if (upper.length < pass.width()) {
            upper = new int[pass.width()];
            lower = new int[pass.width()];
        }
        int upperRow = -1;
        int lowerRow = -1;
        for (int y = 0; y < pass.height(); y++) {
            if (down.first[y] == lowerRow) {
                int[] swap = upper;
                upper = lower;
                lower = swap;
                upperRow = lowerRow;
                lowerRow = -1;
            }
            if (down.first[y] != upperRow) {
                upperRow = down.first[y];
                row(rows.pixels(), rows.at(upperRow), pass.width(), upper);
            }
            if (down.second[y] != lowerRow) {
                lowerRow = down.second[y];
                row(rows.pixels(), rows.at(lowerRow), pass.width(), lower);
            }
            blend(pass.width(), down.weight[y], out, to.first() + y * to.down(), to.right());
        }
    }

    private void row(byte[] in, int start, int count, int[] out) {
        int[] left = across.first;
        int[] right = across.second;
        int[] weight = across.weight;
        for (int x = 0; x < count; x++) {
            int first = in[start + left[x]] & 0xff;
            int second = in[start + right[x]] & 0xff;
            out[x] = first * (LinearTaps.ONE - weight[x]) + second * weight[x];
        }
    }

    /** OpenCV's rounding in the vertical pass: each term loses 16 bits, then the sum two bits with rounding. */
    private void blend(int count, int weight, byte[] out, int start, int step) {
        int[] above = upper;
        int[] below = lower;
        int other = LinearTaps.ONE - weight;
        int position = start;
        for (int x = 0; x < count; x++) {
            int value = ((other * (above[x] >> 4)) >> 16) + ((weight * (below[x] >> 4)) >> 16);
            out[position] = (byte) Math.min(255, (value + 2) >> 2);
            position += step;
        }
    }
}
