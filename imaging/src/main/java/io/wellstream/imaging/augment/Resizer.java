package io.wellstream.imaging.augment;

import io.wellstream.imaging.pixels.Plane;
import java.util.Arrays;

/** Resizes planes in integer arithmetic, so that every machine gives the same bytes. */
final class Resizer {
    private Resizer() {}

    static Plane resize(Plane plane, int side, Sampling sampling) {
        if (plane.width() == side && plane.height() == side) {
            return plane;
        }
        boolean shrinks = plane.width() >= side && plane.height() >= side;
        return sampling == Sampling.AREA && shrinks ? area(plane, side) : linear(plane, side, sampling);
    }

    private static Plane linear(Plane plane, int side, Sampling sampling) {
        LinearTaps across = LinearTaps.of(plane.width(), side, sampling);
        LinearTaps down = LinearTaps.of(plane.height(), side, sampling);
        byte[] out = new byte[side * side];
        int[] upper = new int[side];
        int[] lower = new int[side];
        int upperRow = -1;
        int lowerRow = -1;
        for (int y = 0; y < side; y++) {
            if (down.first[y] == lowerRow) {
                int[] swap = upper;
                upper = lower;
                lower = swap;
                upperRow = lowerRow;
                lowerRow = -1;
            }
            if (down.first[y] != upperRow) {
                upperRow = down.first[y];
                row(plane, upperRow, across, upper);
            }
            if (down.second[y] != lowerRow) {
                lowerRow = down.second[y];
                row(plane, lowerRow, across, lower);
            }
            blend(upper, lower, down.weight[y], out, y * side);
        }
        return new Plane(side, side, out);
    }

    private static void row(Plane plane, int y, LinearTaps taps, int[] out) {
        byte[] pixels = plane.pixels();
        int start = y * plane.width();
        for (int x = 0; x < out.length; x++) {
            int first = pixels[start + taps.first[x]] & 0xff;
            int second = pixels[start + taps.second[x]] & 0xff;
            out[x] = first * (LinearTaps.ONE - taps.weight[x]) + second * taps.weight[x];
        }
    }

    /** OpenCV's rounding in the vertical pass: each term loses 16 bits, then the sum two bits with rounding. */
    private static void blend(int[] upper, int[] lower, int weight, byte[] out, int start) {
        int other = LinearTaps.ONE - weight;
        for (int x = 0; x < upper.length; x++) {
            int value = ((other * (upper[x] >> 4)) >> 16) + ((weight * (lower[x] >> 4)) >> 16);
            out[start + x] = (byte) Math.min(255, (value + 2) >> 2);
        }
    }

    /** The exact mean over the area, halves rounded up: overlaps are counted in units of 1/side of a source pixel. */
    private static Plane area(Plane plane, int side) {
        AreaTaps across = new AreaTaps(plane.width(), side);
        AreaTaps down = new AreaTaps(plane.height(), side);
        long total = (long) plane.width() * plane.height();
        byte[] out = new byte[side * side];
        int[] row = new int[side]; // one source row; the weights of each pixel add up to the width
        long[] sums = new long[side];
        for (int y = 0; y < side; y++) {
            Arrays.fill(sums, 0);
            for (int source = down.first[y]; source <= down.last[y]; source++) {
                sumRow(plane, source, across, row);
                long weight = down.weight(y, source);
                for (int x = 0; x < side; x++) {
                    sums[x] += weight * row[x];
                }
            }
            for (int x = 0; x < side; x++) {
                out[y * side + x] = (byte) ((sums[x] + total / 2) / total);
            }
        }
        return new Plane(side, side, out);
    }

    private static void sumRow(Plane plane, int y, AreaTaps taps, int[] out) {
        byte[] pixels = plane.pixels();
        int start = y * plane.width();
        for (int x = 0; x < out.length; x++) {
            int first = start + taps.first[x];
            int last = start + taps.last[x];
            int sum = (pixels[first] & 0xff) * taps.firstWeight[x];
            if (last > first) {
                int between = 0;
                for (int i = first + 1; i < last; i++) {
                    between += pixels[i] & 0xff;
                }
                sum += between * taps.whole() + (pixels[last] & 0xff) * taps.lastWeight[x];
            }
            out[x] = sum;
        }
    }
}
