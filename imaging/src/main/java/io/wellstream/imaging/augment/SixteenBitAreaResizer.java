package io.wellstream.imaging.augment;

/**
 * Shrinks windows of 16-bit planes as {@link AreaResizer} shrinks those of 8 bits: each pixel is the exact mean over the area that it
 * covers, rounded only in the last bit of the unit in which it is written, halves up. It reuses its arrays, so it is for one thread.
 */
final class SixteenBitAreaResizer {
    private final AreaTaps across = new AreaTaps();
    private final AreaTaps down = new AreaTaps();
    private int[] sums = {}; // [x]: of the rows that an output row covers, in units of 1/height of a pixel; below 2^28
    private long[] totals = {}; // [x]: of the sums before x; at most 2^40

    void resize(
            PixelPass pass,
            SixteenBitKernel.Numbers numbers,
            SixteenBitKernel.Change change,
            short[] out,
            Orientation.Path to) {
        Window window = pass.window();
        int width = window.width();
        across.fit(width, pass.width());
        down.fit(window.height(), pass.height());
        if (sums.length <= width) {
            sums = new int[width + 1];
            totals = new long[width + 1];
        }
        Mean mean = new Mean((long) width * window.height(), change);
        int whole = pass.height();
        int first = 0;
        int begun = 0; // how much of the first row the output row before it covers
        for (int y = 0; y < pass.height(); y++) {
            int last = down.end[y];
            int part = down.part[y];
            clear(width);
            add(numbers, first, whole - begun, width);
            for (int row = first + 1; row < last; row++) {
                add(numbers, row, whole, width);
            }
            if (part > 0) { // else the last row may lie below the window
                add(numbers, last, part, width);
            }
            total(width);
            write(pass.width(), mean, out, to.first() + y * to.down(), to.right());
            first = last;
            begun = part;
        }
    }

    private void clear(int width) {
        for (int x = 0; x <= width; x++) {
            sums[x] = 0;
        }
    }

    private void add(SixteenBitKernel.Numbers numbers, int row, int weight, int width) {
        short[] in = numbers.all();
        int from = numbers.at(row);
        int[] to = sums;
        for (int x = 0; x < width; x++) {
            to[x] += (in[from + x] & 0xffff) * weight;
        }
    }

    private void total(int width) {
        int[] from = sums;
        long[] to = totals;
        long running = 0;
        for (int x = 0; x < width; x++) {
            to[x] = running;
            running += from[x];
        }
        to[width] = running;
    }

    private void write(int count, Mean mean, short[] out, int start, int step) {
        int[] end = across.end;
        int[] part = across.part;
        int position = start;
        long begin = 0;
        for (int i = 0; i < count; i++) {
            int x = end[i];
            long until = totals[x] * count + (long) sums[x] * part[i];
            out[position] = (short) mean.of(until - begin);
            begin = until;
            position += step;
        }
    }

    /**
     * Divides by a number of pixels. Doubles are exact here: sums are at most 2^40, areas at most 2^24, so a quotient is either whole or
     * further from the next whole number than a rounding of the division.
     */
    private record Mean(long area, long base, long half, int shift) {
        Mean(long area, SixteenBitKernel.Change change) {
            this(area, change.base() * area, area / 2, change.shift());
        }

        int of(long sum) {
            return (int) ((double) (((sum - base) << shift) + half) / area);
        }
    }
}
