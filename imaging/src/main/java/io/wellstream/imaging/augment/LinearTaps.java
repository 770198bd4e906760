package io.wellstream.imaging.augment;

/**
 * For each pixel of one resized axis, the two source pixels it is computed from and their weights in units of 1/2048. These are
 * OpenCV's 8-bit fixed-point coefficients (imgproc/src/resize.cpp), so that results equal those of imgaug, which calls OpenCV.
 */
final class LinearTaps {
    static final int ONE = 2048;

    final int[] first; // [target]
    final int[] second; // [target]; the next pixel, or the same at the border
    final int[] weight; // [target], of the second; the first has ONE - weight

    private LinearTaps(int target) {
        first = new int[target];
        second = new int[target];
        weight = new int[target];
    }

    static LinearTaps of(int source, int target, Sampling sampling) {
        LinearTaps taps = new LinearTaps(target);
        double inverse = (double) target / source;
        double scale = 1.0 / inverse;
        for (int i = 0; i < target; i++) {
            int at;
            float fraction;
            if (sampling == Sampling.LINEAR) {
                float centre = (float) ((i + 0.5) * scale - 0.5);
                at = (int) Math.floor(centre);
                fraction = centre - at;
            } else {
                at = (int) Math.floor(i * scale);
                float over = (float) ((i + 1) - (at + 1) * inverse);
                fraction = over <= 0 ? 0 : over - (int) Math.floor(over);
            }
            taps.first[i] = Math.clamp(at, 0, source - 1);
            taps.second[i] = Math.clamp(at + 1, 0, source - 1);
            taps.weight[i] = (int) Math.rint(fraction * ONE);
        }
        return taps;
    }
}
