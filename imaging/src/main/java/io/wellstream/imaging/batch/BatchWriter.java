package io.wellstream.imaging.batch;

import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.screen.Depth;
import java.nio.ByteBuffer;

/**
 * Writes a batch in the form of {@link Batch#encode} without a copy of its pixels: samples are written where they lie in the result, in
 * any order and by several threads, each sample by one.
 */
public final class BatchWriter {
    private final int samples;
    private final int channels;
    private final int side;
    private final Depth depth;
    private final byte[] bytes;
    private final ByteBuffer numbers;

    /** Of 8-bit sites. */
    public BatchWriter(int samples, int channels, int side) {
        this(samples, channels, side, Depth.EIGHT);
    }

    /**
     * @param depth of the sites
     * @throws IllegalArgumentException if a batch of that shape cannot be made
     */
    public BatchWriter(int samples, int channels, int side, Depth depth) {
        BatchFormat.checkShape(samples, channels, side, depth);
        this.samples = samples;
        this.channels = channels;
        this.side = side;
        this.depth = depth;
        this.bytes = new byte[(int) BatchFormat.size(samples, channels, side, depth)];
        this.numbers = BatchFormat.writeHeader(bytes, samples, channels, side, depth);
    }

    /**
     * Writes everything but the pixels of a sample.
     *
     * @param values of the pixels as they are stored, see {@link Normalization.Sample#stored}
     */
    public void put(int sample, Normalization.Sample values, int label) {
        if (values.channels() != channels) {
            throw new IllegalArgumentException(
                    "the normalisation of " + values.channels() + " channels in a batch of " + channels + " channels");
        }
        if (label < Batch.NO_LABEL) {
            throw new IllegalArgumentException("label " + label + "; expected a class or " + Batch.NO_LABEL);
        }
        numbers.putInt(BatchFormat.labelAt(sample), label);
        for (int channel = 0; channel < channels; channel++) {
            float scale = values.scale()[channel];
            float offset = values.offset()[channel];
            if (!Float.isFinite(scale) || !Float.isFinite(offset)) {
                throw new IllegalArgumentException("scale " + scale + " and offset " + offset + " in sample " + sample
                        + "; expected finite numbers");
            }
            int plane = sample * channels + channel;
            numbers.putFloat(BatchFormat.scaleAt(samples, plane), scale);
            numbers.putFloat(BatchFormat.offsetAt(samples, channels, plane), offset);
        }
    }

    /** Where the planes of a sample begin in {@link #bytes}: [channel, y, x]. */
    public int pixelsAt(int sample) {
        return bytes.length - (samples - sample) * channels * side * side * depth.bytes();
    }

    /** The batch, once every sample is written. Not a copy. */
    public byte[] bytes() {
        return bytes;
    }
}
