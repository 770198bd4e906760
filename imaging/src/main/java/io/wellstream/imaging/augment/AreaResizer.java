package io.wellstream.imaging.augment;

/**
 * Shrinks windows of planes: each pixel is the exact mean over the area that it covers, halves rounded up, in integer arithmetic. Rows
 * are added first; then a running total along the row gives the sum of each pixel as a difference of two of its values. Two rows of the
 * result are computed in the two halves of a long. It reuses its arrays, so it is for one thread.
 */
final class AreaResizer {
    private static final int NONE = -1;

    private final AreaTaps across = new AreaTaps();
    private final AreaTaps down = new AreaTaps();
    // Sums are up to 2^32 and kept as int: additions, products and differences are right in their 32 bits.
    private int[] upper = {}; // [x]: of the rows that an even output row covers, in units of 1/height of a source pixel
    private int[] lower = {}; // [x]: of the row below it
    // What the lower 32 bits carry into the upper ones is the same in the totals and in their products: differences are
    // without it.
    private long[] totals = {}; // [x]: of the sums before x, the upper row's in the lower 32 bits

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
        Mean mean = Mean.over(width * window.height());
        byte[] in = rows.pixels();
        int whole = pass.height();
        int first = 0;
        int begun = 0; // how much of the first row the output row before it covers
        for (int y = 0; y < pass.height(); y++) {
            int last = down.end[y];
            int part = down.part[y];
            int top = rows.at(first);
            // The last row may lie below the window; then it has no weight.
            int bottom = part == 0 ? top : rows.at(last);
            int[] sums = y % 2 == 0 ? upper : lower;
            addEnds(in, top, whole - begun, bottom, part, width, sums);
            for (int row = first + 1; row < last; row += 2) {
                int here = rows.at(row);
                addBetween(in, here, row + 1 < last ? here + rows.step() : NONE, whole, width, sums);
            }
            if (y % 2 == 1) {
                total(width);
                write(pass.width(), mean, out, to.first() + (y - 1) * to.down(), to.down(), to.right());
            } else if (y == pass.height() - 1) { // its lower half is what an earlier row left, and is overwritten
                total(width);
                write(pass.width(), mean, out, to.first() + y * to.down(), 0, to.right());
            }
            first = last;
            begun = part;
        }
    }

    private void addEnds(byte[] in, int top, int topWeight, int bottom, int bottomWeight, int width, int[] to) {
        for (int x = 0; x < width; x++) {
            to[x] = (in[top + x] & 0xff) * topWeight + (in[bottom + x] & 0xff) * bottomWeight;
        }
    }

    /**
     * Adds rows that are covered whole.
     *
     * @param second {@link #NONE} to add only one
     */
    private void addBetween(byte[] in, int row, int second, int whole, int width, int[] to) {
        if (second == NONE) {
            for (int x = 0; x < width; x++) {
                to[x] += (in[row + x] & 0xff) * whole;
            }
        } else {
            for (int x = 0; x < width; x++) {
                to[x] += ((in[row + x] & 0xff) + (in[second + x] & 0xff)) * whole;
            }
        }
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

    /** @param down from a pixel to the one below it; 0 to write one row */
    private void write(int count, Mean mean, byte[] out, int start, int down, int right) {
        int[] end = across.end;
        int[] part = across.part;
        long[] before = totals;
        int position = start;
        long begin = 0;
        for (int i = 0; i < count; i++) {
            int x = end[i];
            long until = before[x] * count + (before[x + 1] - before[x]) * part[i];
            long both = until - begin;
            out[position + down] = (byte) mean.of((int) (both >>> 32));
            out[position] = (byte) mean.of((int) both);
            begin = until;
            position += right;
        }
    }

    /**
     * Divides by a number of pixels without dividing: the quotient is the upper half of the product with ceil(2^64 / area). This is
     * exact because sums are below 2^33 and areas at most 2^24.
     */
    private record Mean(long half, long reciprocal) {
        static Mean over(int area) {
            return new Mean(area / 2, Long.divideUnsigned(-1, area) + 1);
        }

        int of(int sum) {
            return (int) Math.unsignedMultiplyHigh(Integer.toUnsignedLong(sum) + half, reciprocal);
        }
    }
}
