package io.wellstream.imaging.illumination;

/** Where the pixels of one axis are between the centres of its blocks. Beyond the first and the last centre the line goes on. */
final class Axis {
    private final int[] before; // [pixel]
    private final int[] after; // [pixel]
    private final float[] share; // [pixel], of the block after; below 0 and above 1 beyond the outer centres

    Axis(int blocks, int pixels) {
        before = new int[pixels];
        after = new int[pixels];
        share = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            double at = (i + 0.5) * blocks / pixels - 0.5;
            before[i] = Math.clamp((int) Math.floor(at), 0, Math.max(0, blocks - 2));
            after[i] = Math.min(before[i] + 1, blocks - 1);
            share[i] = (float) (at - before[i]);
        }
    }

    int before(int pixel) {
        return before[pixel];
    }

    int after(int pixel) {
        return after[pixel];
    }

    float share(int pixel) {
        return share[pixel];
    }
}
