package io.wellstream.simulator.drawing;

import io.wellstream.simulator.random.RandomStream;
import java.util.Arrays;

/** A square of intensities, one float per pixel, row by row. */
final class Canvas {

    final int side;
    final float[] values; // [y, x]

    Canvas(int side) {
        this.side = side;
        this.values = new float[side * side];
    }

    static Canvas grain(int side, RandomStream random) {
        Canvas plane = new Canvas(side);
        for (int i = 0; i < plane.values.length; i++) {
            plane.values[i] = random.nextGrain();
        }
        return plane;
    }

    /** Smoothed noise with mean 0 and SD 1, whose grain has one size. */
    static Canvas texture(int side, double sigma, RandomStream random) {
        return grain(side, random).blur(sigma).standardise();
    }

    /** Smooths by a Gaussian; the outermost pixels continue beyond the border. */
    Canvas blur(double sigma) {
        float[] kernel = gaussian(sigma);
        Canvas across = new Canvas(side);
        float[] padded = new float[side + 2 * kernel.length];
        for (int y = 0; y < side; y++) {
            Arrays.fill(padded, 0, kernel.length, values[y * side]);
            System.arraycopy(values, y * side, padded, kernel.length, side);
            Arrays.fill(padded, kernel.length + side, padded.length, values[(y + 1) * side - 1]);
            for (int k = 1 - kernel.length; k < kernel.length; k++) {
                addRow(padded, kernel.length + k, kernel[Math.abs(k)], across.values, y * side);
            }
        }
        Canvas blurred = new Canvas(side);
        for (int y = 0; y < side; y++) {
            for (int k = 1 - kernel.length; k < kernel.length; k++) {
                int from = Math.clamp(y + k, 0, side - 1);
                addRow(across.values, from * side, kernel[Math.abs(k)], blurred.values, y * side);
            }
        }
        return blurred;
    }

    private void addRow(float[] source, int from, float weight, float[] target, int to) {
        for (int x = 0; x < side; x++) {
            target[to + x] += weight * source[from + x];
        }
    }

    /** Half of a kernel with sum 1: the weight of the centre, then of each distance. */
    private static float[] gaussian(double sigma) {
        float[] half = new float[(int) (3 * sigma) + 2];
        double sum = 0;
        for (int k = 0; k < half.length; k++) {
            half[k] = (float) StrictMath.exp(-k * k / (2 * sigma * sigma));
            sum += k == 0 ? half[k] : 2 * half[k];
        }
        for (int k = 0; k < half.length; k++) {
            half[k] = (float) (half[k] / sum);
        }
        return half;
    }

    /** The mean of each {@code step} by {@code step} block; incomplete blocks at the right and the bottom are dropped. */
    Canvas coarse(int step) {
        Canvas coarse = new Canvas(side / step);
        float share = 1f / (step * step);
        for (int y = 0; y < coarse.side * step; y++) {
            int from = y * side;
            int to = y / step * coarse.side;
            for (int column = 0; column < coarse.side; column++) {
                float sum = 0;
                for (int k = 0; k < step; k++) {
                    sum += values[from++];
                }
                coarse.values[to + column] += sum * share;
            }
        }
        return coarse;
    }

    /** The interpolated value between pixels; the outermost pixels continue beyond the border. */
    float between(double x, double y) {
        double cx = Math.clamp(x, 0, side - 1);
        double cy = Math.clamp(y, 0, side - 1);
        int left = Math.min((int) cx, side - 2);
        int top = Math.min((int) cy, side - 2);
        double u = cx - left;
        double v = cy - top;
        int i = top * side + left;
        return (float) ((1 - v) * ((1 - u) * values[i] + u * values[i + 1])
                + v * ((1 - u) * values[i + side] + u * values[i + side + 1]));
    }

    Canvas standardise() {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        double sd = Math.sqrt(Math.max(squares / values.length - mean * mean, 1e-12));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - mean) / sd);
        }
        return this;
    }

    /** Adds a soft round dot that falls to zero at {@code radius}. */
    void addDot(double x, double y, double radius, double height) {
        int left = Math.max(0, (int) Math.ceil(x - radius));
        int right = Math.min(side - 1, (int) Math.floor(x + radius));
        int top = Math.max(0, (int) Math.ceil(y - radius));
        int bottom = Math.min(side - 1, (int) Math.floor(y + radius));
        double inverse = 1 / (radius * radius);
        for (int py = top; py <= bottom; py++) {
            for (int px = left; px <= right; px++) {
                double inside = 1 - ((px - x) * (px - x) + (py - y) * (py - y)) * inverse;
                if (inside > 0) {
                    values[py * side + px] += (float) (height * inside * inside);
                }
            }
        }
    }
}
