package io.wellstream.imaging.augment;

/**
 * Shrinks windows of planes: each pixel is the exact mean over the area that it covers, halves rounded up, in integer arithmetic. Rows
 * are added first; then a running total along the row gives the sum of each pixel as a difference of two of its values. It reuses its
 * arrays, so it is for one thread.
 */
final class AreaResizer {
    private static final int NONE = -1;

    private final AreaTaps across = new AreaTaps();
    private final AreaTaps down = new AreaTaps();
    // Sums are up to 2^32 and kept as int: additions, products and differences are right in their 32 bits.
    private int[] sums = {}; // [x]: of the rows that an output row covers, in units of 1/height of a source pixel
    private int[] totals = {}; // [x]: of the sums before x

    void resize(PixelPass pass, Rows rows, byte[] out, Orientation.Path to) {
        Window window = pass.window();
        int width = window.width();
        across.fit(width, pass.width());
        down.fit(window.height(), pass.height());
        if (sums.length <= width) {
            sums = new int[width + 1];
            totals = new int[width + 1];
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
            addEnds(in, top, whole - begun, bottom, part, width);
            for (int row = first + 1; row < last; row += 2) {
                int here = rows.at(row);
                addBetween(in, here, row + 1 < last ? here + rows.step() : NONE, whole, width);
            }
            total(width);
            write(pass.width(), mean, out, to.first() + y * to.down(), to.right());
            first = last;
            begun = part;
        }
    }

    private void addEnds(byte[] in, int top, int topWeight, int bottom, int bottomWeight, int width) {
        int[] to = sums;
        for (int x = 0; x < width; x++) {
            to[x] = (in[top + x] & 0xff) * topWeight + (in[bottom + x] & 0xff) * bottomWeight;
        }
    }

    /**
     * Adds rows that are covered whole.
     *
     * @param second {@link #NONE} to add only one
     */
    private void addBetween(byte[] in, int row, int second, int whole, int width) {
        int[] to = sums;
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
        int[] from = sums;
        int[] to = totals;
        int running = 0;
        for (int x = 0; x < width; x++) {
            to[x] = running;
            running += from[x];
        }
        from[width] = 0;
        to[width] = running;
    }

    private void write(int count, Mean mean, byte[] out, int start, int step) {
        int[] end = across.end;
        int[] part = across.part;
        int[] before = totals;
        int[] here = sums;
        int position = start;
        int begin = 0;
        for (int i = 0; i < count; i++) {
            int x = end[i];
            int until = before[x] * count + here[x] * part[i];
            out[position] = (byte) mean.of(until - begin);
            begin = until;
            position += step;
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
