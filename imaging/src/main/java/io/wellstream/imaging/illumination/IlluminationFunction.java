package io.wellstream.imaging.illumination;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.screen.Depth;
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
    private final int offset;

    /** A function of images whose grey level 0 is black. */
    public IlluminationFunction(int columns, int rows, float[] levels) {
        this(columns, rows, levels, 0);
    }

    /**
     * A function of which the levels are known.
     *
     * @param levels [row, column], from 1 / {@link #LARGEST_FACTOR} to {@link #LARGEST_FACTOR}
     * @param offset the grey level of black; what is above it is divided
     */
    public IlluminationFunction(int columns, int rows, float[] levels, int offset) {
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
        if (offset < 0 || offset > Depth.SIXTEEN.most()) {
            throw new IllegalArgumentException("offset " + offset + " of an illumination function");
        }
        this.offset = offset;
    }

    /**
     * @param light the mean of each block in grey levels above the offset, [row, column]
     * @param offset the grey level of black
     */
    static IlluminationFunction of(BlockGrid grid, double[] light, int offset) {
        double[] smooth = LocalLinearSmoother.smooth(grid, light);
        double[] sorted = smooth.clone();
        Arrays.sort(sorted);
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        float[] levels = new float[smooth.length];
        for (int block = 0; block < levels.length; block++) {
            double level = median > 0 ? smooth[block] / median : 1; // a black channel has nothing to correct
            levels[block] = (float) Math.clamp(level, 1 / LARGEST_FACTOR, LARGEST_FACTOR);
        }
        return new IlluminationFunction(grid.columns(), grid.rows(), levels, offset);
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

    /** The grey level of black: 0, or what a camera adds to each level. */
    public int offset() {
        return offset;
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

    /** The plane with each grey level divided by the function there. */
    Plane correct(Plane plane) {
        GainRows rowsOfGains = new GainRows(columns, rows, gains, plane);
        return plane.depth().isSixteen()
                ? new SixteenBitCorrection(rowsOfGains, offset).of(plane)
                : eightBit(plane, rowsOfGains);
    }

    /** Rounded, and at most 255. */
    private static Plane eightBit(Plane plane, GainRows rowsOfGains) {
        byte[] in = plane.pixels();
        byte[] out = new byte[in.length];
        int position = 0;
        for (int y = 0; y < plane.height(); y++) {
            float[] row = rowsOfGains.of(y);
            for (float gain : row) {
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
                && offset == that.offset
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
