package io.wellstream.imaging.illumination;

import io.wellstream.imaging.pixels.Plane;
import java.util.Arrays;

/**
 * How brightly each part of a channel's images is lit, relative to the median of the parts: the smoothed mean image of a plate's sites, as
 * {@code CorrectIlluminationCalculate} of CellProfiler computes it with <i>Regular</i>, <i>All</i> and <i>Rescale: Median</i> (Singh et
 * al. 2014, doi:10.1111/jmi.12178). Between the centres of its blocks it is interpolated. Immutable; its results are the same on every
 * machine.
 */
public final class IlluminationFunction {
    /** Levels are limited to this factor around the median: a part that is darker shows no signal that could be amplified. */
    public static final float LARGEST_FACTOR = 4;

    private final int columns;
    private final int rows;
    private final float[] levels; // [row, column]
    private final float[] gains; // [row, column], 1 / level

    /**
     * A function of which the levels are known.
     *
     * @param levels [row, column], from 1 / {@link #LARGEST_FACTOR} to {@link #LARGEST_FACTOR}
     */
    public IlluminationFunction(int columns, int rows, float[] levels) {
        if (columns < 1 || rows < 1 || levels.length != columns * rows) {
            throw new IllegalArgumentException(
                    levels.length + " levels of an illumination function of " + columns + "x" + rows + " blocks");
        }
        this.columns = columns;
        this.rows = rows;
        this.levels = levels.clone();
        this.gains = new float[levels.length];
        for (int block = 0; block < gains.length; block++) {
            if (!(levels[block] >= 1 / LARGEST_FACTOR && levels[block] <= LARGEST_FACTOR)) {
                throw new IllegalArgumentException("level " + levels[block] + " of an illumination function; expected "
                        + 1 / LARGEST_FACTOR + " to " + LARGEST_FACTOR);
            }
            gains[block] = 1 / levels[block];
        }
    }

    /** @param means the mean grey level of each block, [row, column] */
    static IlluminationFunction of(BlockGrid grid, double[] means) {
        double[] smooth = LocalLinearSmoother.smooth(grid, means);
        double[] sorted = smooth.clone();
        Arrays.sort(sorted);
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        float[] levels = new float[smooth.length];
        for (int block = 0; block < levels.length; block++) {
            double level = median > 0 ? smooth[block] / median : 1; // a black channel has nothing to correct
            levels[block] = (float) Math.clamp(level, 1 / LARGEST_FACTOR, LARGEST_FACTOR);
        }
        return new IlluminationFunction(grid.columns(), grid.rows(), levels);
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    /** [row, column]; 1 where the image is lit as its median block. A copy. */
    public float[] levels() {
        return levels.clone();
    }

    public float lowest() {
        float lowest = levels[0];
        for (float level : levels) {
            lowest = Math.min(lowest, level);
        }
        return lowest;
    }

    public float highest() {
        float highest = levels[0];
        for (float level : levels) {
            highest = Math.max(highest, level);
        }
        return highest;
    }

    /** The plane with each grey level divided by the function there, rounded, and at most 255. */
    Plane correct(Plane plane) {
        Axis across = new Axis(columns, plane.width());
        Axis down = new Axis(rows, plane.height());
        float[] row = new float[columns];
        byte[] in = plane.pixels();
        byte[] out = new byte[in.length];
        int position = 0;
        for (int y = 0; y < plane.height(); y++) {
            int above = down.before(y) * columns;
            int below = down.after(y) * columns;
            for (int column = 0; column < columns; column++) {
                row[column] = gains[above + column] + down.share(y) * (gains[below + column] - gains[above + column]);
            }
            for (int x = 0; x < plane.width(); x++) {
                float left = row[across.before(x)];
                float gain = left + across.share(x) * (row[across.after(x)] - left);
                int grey = (int) ((in[position] & 0xff) * gain + 0.5f);
                out[position] = (byte) Math.clamp(grey, 0, 255);
                position++;
            }
        }
        return new Plane(plane.width(), plane.height(), out);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IlluminationFunction that
                && columns == that.columns
                && rows == that.rows
                && Arrays.equals(levels, that.levels);
    }

    @Override
    public int hashCode() {
        return 31 * columns + Arrays.hashCode(levels);
    }

    @Override
    public String toString() {
        return "IlluminationFunction[" + columns + "x" + rows + ", " + lowest() + " to " + highest() + "]";
    }
}
