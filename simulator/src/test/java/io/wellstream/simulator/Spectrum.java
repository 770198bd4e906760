package io.wellstream.simulator;

/** The power of an image by spatial frequency. */
final class Spectrum {
    private static final int FROM = 8;
    private static final int BELOW = 128;

    private Spectrum() {}

    /** The slope of log power over log frequency, by least squares over rings of 8 to 127 cycles per field. */
    static double slope(byte[] pixels, int side) {
        double[][] re = new double[side][side];
        double[][] im = new double[side][side];
        double mean = 0;
        for (byte pixel : pixels) {
            mean += (double) (pixel & 0xFF) / pixels.length;
        }
        for (int i = 0; i < pixels.length; i++) {
            re[i / side][i % side] = (pixels[i] & 0xFF) - mean;
        }
        transform(re, im);
        transpose(re);
        transpose(im);
        transform(re, im);
        double[] power = new double[BELOW];
        int[] members = new int[BELOW];
        for (int u = 0; u < side; u++) {
            for (int v = 0; v < side; v++) {
                int ring = (int) Math.hypot(Math.min(u, side - u), Math.min(v, side - v));
                if (ring < BELOW) {
                    power[ring] += re[u][v] * re[u][v] + im[u][v] * im[u][v];
                    members[ring]++;
                }
            }
        }
        return slope(power, members);
    }

    private static double slope(double[] power, int[] members) {
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        int n = BELOW - FROM;
        for (int ring = FROM; ring < BELOW; ring++) {
            double x = Math.log(ring);
            double y = Math.log(power[ring] / members[ring]);
            sx += x;
            sy += y;
            sxx += x * x;
            sxy += x * y;
        }
        return (n * sxy - sx * sy) / (n * sxx - sx * sx);
    }

    private static void transform(double[][] re, double[][] im) {
        for (int row = 0; row < re.length; row++) {
            transform(re[row], im[row]);
        }
    }

    /** Cooley and Tukey's transform in place; the length is a power of two. */
    private static void transform(double[] re, double[] im) {
        int n = re.length;
        for (int i = 0; i < n; i++) {
            int j = Integer.reverse(i) >>> (Integer.numberOfLeadingZeros(n) + 1);
            if (j > i) {
                swap(re, i, j);
                swap(im, i, j);
            }
        }
        for (int half = 1; half < n; half *= 2) {
            for (int k = 0; k < half; k++) {
                double cos = Math.cos(Math.PI * k / half);
                double sin = -Math.sin(Math.PI * k / half);
                for (int i = k; i < n; i += 2 * half) {
                    double x = re[i + half] * cos - im[i + half] * sin;
                    double y = re[i + half] * sin + im[i + half] * cos;
                    re[i + half] = re[i] - x;
                    im[i + half] = im[i] - y;
                    re[i] += x;
                    im[i] += y;
                }
            }
        }
    }

    private static void transpose(double[][] square) {
        for (int i = 0; i < square.length; i++) {
            for (int j = 0; j < i; j++) {
                double kept = square[i][j];
                square[i][j] = square[j][i];
                square[j][i] = kept;
            }
        }
    }

    private static void swap(double[] values, int i, int j) {
        double kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }
}
