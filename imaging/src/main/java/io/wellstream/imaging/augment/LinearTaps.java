package io.wellstream.imaging.augment;

import org.jspecify.annotations.Nullable;

/**
 * For each pixel of one resized axis, the two source pixels it is computed from and their weights in units of 1/2048. These are
 * OpenCV's 8-bit fixed-point coefficients (imgproc/src/resize.cpp), so that results equal those of imgaug, which calls OpenCV.
 */
final class LinearTaps {
    static final int ONE = 2048;

    int[] first = {}; // [target]
    int[] second = {}; // [target]; the next pixel, or the same at the border
    int[] weight = {}; // [target], of the second; the first has ONE - weight
    private int source;
    private int target;
    private @Nullable Sampling sampling;

    /** Prepares for an axis; keeps the arrays if they are long enough. */
    void fit(int newSource, int newTarget, Sampling newSampling) {
        if (source == newSource && target == newTarget && sampling == newSampling) {
            return;
        }
        source = newSource;
        target = newTarget;
        sampling = newSampling;
        if (first.length < target) {
            first = new int[target];
            second = new int[target];
            weight = new int[target];
        }
        double inverse = (double) target / source;
        double scale = 1.0 / inverse;
        for (int i = 0; i < target; i++) {
            set(i, inverse, scale, newSampling);
        }
    }

    private void set(int i, double inverse, double scale, Sampling how) {
        int at;
        float fraction;
        if (how == Sampling.LINEAR) {
            float centre = (float) ((i + 0.5) * scale - 0.5);
            at = (int) Math.floor(centre);
            fraction = centre - at;
        } else {
            at = (int) Math.floor(i * scale);
            float over = (float) ((i + 1) - (at + 1) * inverse);
            fraction = over <= 0 ? 0 : over - (int) Math.floor(over);
        }
        first[i] = Math.clamp(at, 0, source - 1);
        second[i] = Math.clamp(at + 1, 0, source - 1);
        weight[i] = (int) Math.rint(fraction * ONE);
    }
}
