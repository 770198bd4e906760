package io.wellstream.imaging.augment;

/**
 * Shrinks windows of planes: each pixel is the exact mean over the area that it covers, halves rounded up. Rows are added first
 * ({@link RowSums}); then a running total along the row gives the sum of each pixel as a difference of two of its values. Two rows of the
 * result are computed in the two halves of a long. It reuses its arrays, so it is for one thread.
 */
final class AreaResizer {
    private final AreaTaps across = new AreaTaps();
    private final AreaTaps down = new AreaTaps();
    private final RowSums rowSums = new RowSums();
    // Sums are up to 2^32 and kept as int: additions, products and differences are right in their 32 bits.
    private int[] upper = {}; // [x]: of the rows that an even output row covers, in units of 1/height of a source pixel
    private int[] lower = {}; // [x]: of the row below it
    // What the lower 32 bits carry into the upper ones is the same in the totals and in their products: differences are
    // without it.
    private long[] totals = {}; // [x]: of the sums before x, the upper row's in the lower 32 bits
    private long[] until = {}; // [target + 1]: the total before a pixel, in units of 1/width of a source pixel
    private int[] means = {}; // [target]: the upper row's in the lowest byte, the lower row's in the next one

    void resize(PixelPass pass, Rows rows, byte[] out, Orientation.Path to) {
        Window window = pass.window();
        int width = window.width();
        across.fit(width, pass.width());
        down.fit(window.height(), pass.height());
        if (upper.length < width) {
            upper = new int[width];
            lower = new int[width];
            totals = new long[width + 2];
        }
        if (means.length < pass.width()) {
            until = new long[pass.width() + 1];
            means = new int[pass.width()];
        }
        Mean mean = Mean.over(width * window.height());
        rowSums.take(rows, window, pass.height());
        int first = 0;
        int begun = 0; // how much of the first row the output row before it covers
        for (int y = 0; y < pass.height(); y++) {
            int last = down.end[y];
            int part = down.part[y];
            rowSums.sum(first, begun, last, part, y % 2 == 0 ? upper : lower);
            if (y % 2 == 1) {
                average(width, pass.width(), mean);
                write(pass.width(), out, to.first() + (y - 1) * to.down(), to.down(), to.right());
            } else if (y == pass.height() - 1) { // its lower half is what an earlier row left, and is overwritten
                average(width, pass.width(), mean);
                write(pass.width(), out, to.first() + y * to.down(), 0, to.right());
            }
            first = last;
            begun = part;
        }
    }

    /** Each step is a loop that writes one array: the compiler uses vector instructions where it can. */
    private void average(int width, int count, Mean mean) {
        total(width);
        split(count);
        divide(count, mean.halves(), mean.reciprocal());
    }

    private void total(int width) {
        int[] first = upper;
        int[] second = lower;
        long[] to = totals;
        long running = 0;
        for (int x = 0; x < width; x++) {
            to[x] = running;
            running += (first[x] & 0xffffffffL) + ((long) second[x] << 32);
        }
        to[width] = running;
        to[width + 1] = running;
    }

    private void split(int count) {
        int[] end = across.end;
        int[] part = across.part;
        long[] before = totals;
        long[] to = until;
        for (int i = 0; i < count; i++) {
            int x = end[i];
            to[i + 1] = before[x] * count + (before[x + 1] - before[x]) * part[i];
        }
    }

    private void divide(int count, long halves, long reciprocal) {
        long[] totalUntil = until;
        int[] to = means;
        for (int i = 0; i < count; i++) {
            long both = totalUntil[i + 1] - totalUntil[i] + halves;
            to[i] = (int) ((Mean.of(both >>> 32, reciprocal) << 8) | Mean.of(both & 0xffffffffL, reciprocal));
        }
    }

    /** @param down from a pixel to the one below it; 0 to write one row */
    private void write(int count, byte[] out, int start, int down, int right) {
        int[] from = means;
        int position = start;
        for (int i = 0; i < count; i++) {
            out[position + down] = (byte) (from[i] >>> 8);
            out[position] = (byte) from[i];
            position += right;
        }
    }

    /**
     * Divides by a number of pixels without dividing: the quotient is the highest byte of the product with ceil(2^56 / area). This is
     * exact because areas are at most 2^24 and sums, with half of the area, at most 255.5 times the area.
     *
     * @param halves half of the area, in both halves of a long
     */
    private record Mean(long halves, long reciprocal) {
        static Mean over(int area) {
            return new Mean((area / 2) * 0x1_0000_0001L, ((1L << 56) + area - 1) / area);
        }

        /** @param sum and half of the area */
        static long of(long sum, long reciprocal) {
            return (sum * reciprocal) >>> 56;
        }
    }
}
