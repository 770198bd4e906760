package io.wellstream.imaging.augment;

import java.util.Objects;

/**
 * Resizes windows of 16-bit planes from the two nearest pixels of each axis, with the weights of {@link LinearTaps}, and rounds once. It
 * reuses its arrays: for one thread.
 */
final class SixteenBitLinearResizer {
    private static final int BITS = 22; // of the product of two weights
    private static final long HALF = 1L << (BITS - 1);

    private final LinearTaps across = new LinearTaps();
    private final LinearTaps down = new LinearTaps();
    private int[] upper = {}; // [x]: in units of 1/2048
    private int[] lower = {};

    /** @param pass that has a sampling */
    void resize(
            PixelPass pass,
            SixteenBitKernel.Numbers numbers,
            SixteenBitKernel.Change change,
            short[] out,
            Orientation.Path to) {
        Window window = pass.window();
        Sampling sampling = Objects.requireNonNull(pass.sampling());
        across.fit(window.width(), pass.width(), sampling);
        down.fit(window.height(), pass.height(), sampling);
        if (upper.length < pass.width()) {
            upper = new int[pass.width()];
            lower = new int[pass.width()];
        }
        long base = (long) change.base() << BITS;
        for (int y = 0; y < pass.height(); y++) {
            row(numbers, down.first[y], pass.width(), upper);
            row(numbers, down.second[y], pass.width(), lower);
            long weight = down.weight[y];
            int position = to.first() + y * to.down();
            for (int x = 0; x < pass.width(); x++) {
                long value = upper[x] * (LinearTaps.ONE - weight) + lower[x] * weight;
                out[position] = (short) ((((value - base) << change.shift()) + HALF) >> BITS);
                position += to.right();
            }
        }
    }

    private void row(SixteenBitKernel.Numbers numbers, int row, int count, int[] out) {
        short[] in = numbers.all();
        int start = numbers.at(row);
        for (int x = 0; x < count; x++) {
            int first = in[start + across.first[x]] & 0xffff;
            int second = in[start + across.second[x]] & 0xffff;
            out[x] = first * (LinearTaps.ONE - across.weight[x]) + second * across.weight[x];
        }
    }
}
