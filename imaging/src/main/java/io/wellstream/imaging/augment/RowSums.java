package io.wellstream.imaging.augment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Weighted sums of the rows of a window, column by column. JDK 25 makes vector instructions of loops that convert signed bytes to
 * floats, and not of loops that take unsigned bytes with {@code & 0xff}; so 128 is subtracted from grey levels. Floats are exact here: all
 * values are whole numbers below 2^24. It reuses its array, a copy of the largest window, so it is for one thread.
 */
final class RowSums {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGHEST_BITS = 0x8080808080808080L;
    private static final int MIDDLE = 128; // grey level

    private byte[] levels = {}; // [y, x]: minus 128, signed
    private int step; // from one row to the next: the width in whole longs
    private int width;
    private float whole; // weight of a row
    private float middles; // added to each sum: 128 times the window's height

    /**
     * Takes the rows of a window.
     *
     * @param newWhole the weight of a row that is covered whole
     */
    void take(Rows rows, Window window, int newWhole) {
        width = window.width();
        whole = (float) newWhole;
        middles = (float) (MIDDLE * window.height());
        step = Math.ceilDiv(width, Long.BYTES) * Long.BYTES;
        if (levels.length < step * window.height()) {
            levels = new byte[step * window.height()];
        }
        byte[] in = rows.pixels();
        for (int y = 0; y < window.height(); y++) {
            int from = rows.at(y);
            if (from + step <= in.length) {
                shift(in, from, levels, y * step, step);
            } else { // at the end of the plane
                for (int x = 0; x < width; x++) {
                    levels[y * step + x] = (byte) (in[from + x] - MIDDLE);
                }
            }
        }
    }

    /** Subtracts 128 from bytes, modulo 256: changes their highest bits. */
    private static void shift(byte[] in, int from, byte[] out, int to, int count) {
        for (int x = 0; x < count; x += Long.BYTES) {
            LONGS.set(out, to + x, (long) LONGS.get(in, from + x) ^ HIGHEST_BITS);
        }
    }

    /**
     * Sums the rows that one row of a shrunken window covers; the weights of all of them together are the window's height.
     *
     * @param begun how much of the first row is not covered
     * @param last the row after those covered to their ends
     * @param part how much of the last row is covered; if nothing, it may lie below the window
     */
    void sum(int first, int begun, int last, int part, int[] to) {
        int top = first * step;
        int bottom = part == 0 ? top : last * step;
        float topWeight = whole - (float) begun;
        float bottomWeight = (float) part;
        if (last - first == 2) { // the usual number
            three(top, topWeight, top + step, bottom, bottomWeight, to);
            return;
        }
        two(top, topWeight, bottom, bottomWeight, to);
        for (int row = first + 1; row < last; row++) {
            add(row * step, to);
        }
    }

    private void two(int top, float topWeight, int bottom, float bottomWeight, int[] to) {
        byte[] in = levels;
        float base = middles;
        for (int x = 0; x < width; x++) {
            to[x] = (int) (in[top + x] * topWeight + in[bottom + x] * bottomWeight + base);
        }
    }

    private void three(int top, float topWeight, int between, int bottom, float bottomWeight, int[] to) {
        byte[] in = levels;
        float base = middles;
        float weight = whole;
        for (int x = 0; x < width; x++) {
            to[x] = (int) (in[top + x] * topWeight + in[between + x] * weight + in[bottom + x] * bottomWeight + base);
        }
    }

    private void add(int row, int[] to) {
        byte[] in = levels;
        float weight = whole;
        for (int x = 0; x < width; x++) {
            to[x] += (int) (in[row + x] * weight);
        }
    }
}
