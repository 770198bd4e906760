package io.wellstream.imaging.adapt;

/**
 * Mean and variance of one batch norm's input over several batches of equal size. The variance is the mean square minus the square of the
 * mean, over all batches. For one thread only.
 */
public final class PooledMoments {
    private final double[] means; // sum over batches, [channel]
    private final double[] squares; // sum over batches of the mean square, [channel]
    private int batches;

    public PooledMoments(int channels) {
        means = new double[channels];
        squares = new double[channels];
    }

    /** Adds a batch, with its statistics by channel. */
    public void add(float[] mean, float[] variance) {
        for (int c = 0; c < means.length; c++) {
            means[c] += mean[c];
            squares[c] += variance[c] + (double) mean[c] * mean[c];
        }
        batches++;
    }

    /** [channel]. */
    public float[] mean() {
        float[] all = new float[means.length];
        for (int c = 0; c < all.length; c++) {
            all[c] = (float) (means[c] / batches);
        }
        return all;
    }

    /** [channel]. */
    public float[] variance() {
        float[] all = new float[means.length];
        for (int c = 0; c < all.length; c++) {
            double mean = means[c] / batches;
            all[c] = (float) Math.max(0, squares[c] / batches - mean * mean);
        }
        return all;
    }
}
