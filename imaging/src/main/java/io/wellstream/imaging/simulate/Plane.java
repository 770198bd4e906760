package io.wellstream.imaging.simulate;

/** A square of intensities, one float a pixel, row by row. */
final class Plane {

    final int side;
    final float[] values; // [y, x]

    Plane(int side) {
        this.side = side;
        this.values = new float[side * side];
    }

    static Plane grain(int side, RandomStream random) {
        Plane plane = new Plane(side);
        for (int i = 0; i < plane.values.length; i++) {
            plane.values[i] = random.nextGrain();
        }
        return plane;
    }

    /** Grain of one size: smoothed noise with mean 0 and SD 1. */
    static Plane texture(int side, double sigma, RandomStream random) {
        return grain(side, random).blur(sigma).standardise();
    }

    Plane copy() {
        Plane copy = new Plane(side);
        System.arraycopy(values, 0, copy.values, 0, values.length);
        return copy;
    }

    /** Nearly Gaussian: two exponential passes each way along both axes, with the Gaussian's variance. */
    Plane blur(double sigma) {
        if (sigma <= 0) {
            return this;
        }
        double s = sigma * sigma / 2;
        float keep = (float) ((s + 1 - StrictMath.sqrt(2 * s + 1)) / s);
        for (int pass = 0; pass < 2; pass++) {
            blurRows(keep);
            blurColumns(keep);
        }
        return this;
    }

    private void blurRows(float keep) {
        for (int row = 0; row < values.length; row += side) {
            float carried = values[row];
            for (int i = row; i < row + side; i++) {
                carried = values[i] += keep * (carried - values[i]);
            }
            for (int i = row + side - 1; i >= row; i--) {
                carried = values[i] += keep * (carried - values[i]);
            }
        }
    }

    private void blurColumns(float keep) {
        for (int i = side; i < values.length; i++) {
            values[i] += keep * (values[i - side] - values[i]);
        }
        for (int i = values.length - side - 1; i >= 0; i--) {
            values[i] += keep * (values[i + side] - values[i]);
        }
    }

    Plane standardise() {
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

    /** Adds a soft round dot that falls to nothing at {@code radius}. */
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
