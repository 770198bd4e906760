package io.wellstream.imaging.illumination;

/**
 * Smooths a grid by local linear regression with Gaussian weights, first along the rows and then along the columns. A Gaussian mean would
 * flatten the function at the edges of the image, where illumination falls off; a local line does not (Fan and Gijbels 1996, section 3.2).
 */
final class LocalLinearSmoother {
    /** The standard deviation of the weights, as a share of the image's side; chosen in ADR 51. */
    private static final double BANDWIDTH = 1.0 / 8;

    private LocalLinearSmoother() {}

    /** @param values [row, column] */
    static double[] smooth(BlockGrid grid, double[] values) {
        int columns = grid.columns();
        int rows = grid.rows();
        double[][] across = weights(columns);
        double[][] down = weights(rows);
        double[] between = new double[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double sum = 0;
                for (int other = 0; other < columns; other++) {
                    sum += across[column][other] * values[row * columns + other];
                }
                between[row * columns + column] = sum;
            }
        }
        double[] smooth = new double[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double sum = 0;
                for (int other = 0; other < rows; other++) {
                    sum += down[row][other] * between[other * columns + column];
                }
                smooth[row * columns + column] = sum;
            }
        }
        return smooth;
    }

    /** What each of n equally spaced values contributes to the line at each of them: [at, from], each row with sum 1. */
    private static double[][] weights(int n) {
        double bandwidth = Math.max(1, BANDWIDTH * n);
        double[][] weights = new double[n][n];
        for (int at = 0; at < n; at++) {
            double[] moments = new double[3];
            for (int from = 0; from < n; from++) {
                double distance = from - at;
                double weight = gauss(distance / bandwidth);
                weights[at][from] = weight;
                moments[0] += weight;
                moments[1] += weight * distance;
                moments[2] += weight * distance * distance;
            }
            double determinant = moments[0] * moments[2] - moments[1] * moments[1];
            for (int from = 0; from < n; from++) {
                weights[at][from] *= n == 1 ? 1 : (moments[2] - moments[1] * (from - at)) / determinant;
            }
        }
        return weights;
    }

    private static double gauss(double z) {
        return StrictMath.exp(-z * z / 2);
    }
}
