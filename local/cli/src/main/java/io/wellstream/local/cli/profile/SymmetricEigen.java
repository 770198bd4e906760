package io.wellstream.local.cli.profile;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix, by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5).
 *
 * @param values in no order
 * @param vectors [component, vector], of length 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SymmetricEigen(double[] values, double[][] vectors) {
    private static final int MOST_SWEEPS = 60;
    private static final double SMALL = 1e-22; // share of the squared norm that may stay off the diagonal

    static SymmetricEigen of(double[][] matrix) {
        int n = matrix.length;
        double[][] a = new double[n][];
        double[][] vectors = new double[n][n];
        double norm = 0;
        for (int i = 0; i < n; i++) {
            a[i] = matrix[i].clone();
            vectors[i][i] = 1;
            for (double value : a[i]) {
                norm += value * value;
            }
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a) > SMALL * norm; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    if (a[p][q] != 0) {
                        rotate(a, vectors, p, q);
                    }
                }
            }
        }
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = a[i][i];
        }
        return new SymmetricEigen(values, vectors);
    }

    private static double offDiagonal(double[][] a) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += 2 * a[i][j] * a[i][j];
            }
        }
        return sum;
    }

    /** Makes the element of this row and column 0. */
    private static void rotate(double[][] a, double[][] vectors, int p, int q) {
        double tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double tangent = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        double sine = tangent * cosine;
        for (int i = 0; i < a.length; i++) {
            double left = a[i][p];
            double right = a[i][q];
            a[i][p] = cosine * left - sine * right;
            a[i][q] = sine * left + cosine * right;
            double component = vectors[i][p];
            vectors[i][p] = cosine * component - sine * vectors[i][q];
            vectors[i][q] = sine * component + cosine * vectors[i][q];
        }
        double[] rowP = a[p];
        double[] rowQ = a[q];
        for (int i = 0; i < a.length; i++) {
            double upper = rowP[i];
            double lower = rowQ[i];
            rowP[i] = cosine * upper - sine * lower;
            rowQ[i] = sine * upper + cosine * lower;
        }
    }
}
