package io.wellstream.imaging.batch;

import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.SiteImage;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The samples of one training or scoring step: grey levels, and each sample's normalisation and label. Only this class converts
 * grey levels to floats, so that training and scoring cannot differ.
 */
public final class Batch {
    /** The version of the pixel code. It changes whenever the same request would give other bytes. */
    public static final int KERNEL_VERSION = 1;

    /** The label of a sample that has none. */
    public static final int NO_LABEL = -1;

    static final int MAX_SAMPLES = 65_536;
    private static final int GREYS = 256;

    private final int channels;
    private final int side;
    private final byte[] pixels; // [sample, channel, y, x]
    private final float[] scale; // [sample, channel]
    private final float[] offset; // [sample, channel]
    private final int[] labels; // [sample]

    /** Keeps the arrays: the caller must not write to them afterwards. */
    public Batch(int channels, int side, byte[] pixels, float[] scale, float[] offset, int[] labels) {
        BatchFormat.checkShape(labels.length, channels, side);
        if (pixels.length != (long) labels.length * channels * side * side) {
            throw new IllegalArgumentException(pixels.length + " pixels for a batch of " + labels.length + " x "
                    + channels + " x " + side + " x " + side);
        }
        if (scale.length != labels.length * channels || offset.length != scale.length) {
            throw new IllegalArgumentException(scale.length + " scales and " + offset.length + " offsets for "
                    + labels.length + " samples of " + channels + " channels");
        }
        for (int i = 0; i < scale.length; i++) {
            if (!Float.isFinite(scale[i]) || !Float.isFinite(offset[i])) {
                throw new IllegalArgumentException("scale " + scale[i] + " and offset " + offset[i] + " in sample "
                        + i / channels + "; expected finite numbers");
            }
        }
        for (int label : labels) {
            if (label < NO_LABEL) {
                throw new IllegalArgumentException("label " + label + "; expected a class or " + NO_LABEL);
            }
        }
        this.channels = channels;
        this.side = side;
        this.pixels = pixels;
        this.scale = scale;
        this.offset = offset;
        this.labels = labels;
    }

    /** A site of the batch's size, with its normalisation and its label or {@link #NO_LABEL}. */
    public record Sample(SiteImage image, Normalization.Sample values, int label) {
        public Sample {
            if (image.width() != image.height() || image.channels() != values.channels()) {
                throw new IllegalArgumentException(image + " with the normalisation of " + values.channels()
                        + " channels; expected a square image and as many");
            }
        }

        /** Writes this sample as {@link Batch#toFloats} does, [channel, y, x], and advances the buffer. */
        public void toFloats(FloatBuffer out) {
            float[] values = new float[GREYS];
            float[] row = new float[image.width()];
            for (int c = 0; c < image.channels(); c++) {
                fill(values, this.values.scale()[c], this.values.offset()[c]);
                byte[] plane = image.plane(c).pixels();
                for (int start = 0; start < plane.length; start += row.length) {
                    for (int x = 0; x < row.length; x++) {
                        row[x] = values[plane[start + x] & 0xff];
                    }
                    out.put(row);
                }
            }
        }
    }

    /** Packs samples of one shape in their order. */
    public static Batch of(List<Sample> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("a batch without samples");
        }
        int channels = samples.getFirst().image().channels();
        int side = samples.getFirst().image().width();
        int area = side * side;
        BatchFormat.checkShape(samples.size(), channels, side);
        byte[] pixels = new byte[samples.size() * channels * area];
        float[] scale = new float[samples.size() * channels];
        float[] offset = new float[scale.length];
        int[] labels = new int[samples.size()];
        for (int s = 0; s < labels.length; s++) {
            Sample sample = samples.get(s);
            if (sample.image().channels() != channels || sample.image().width() != side) {
                throw new IllegalArgumentException(
                        sample.image() + " in a batch of " + samples.getFirst().image());
            }
            for (int c = 0; c < channels; c++) {
                byte[] plane = sample.image().plane(c).pixels();
                System.arraycopy(plane, 0, pixels, (s * channels + c) * area, area);
            }
            System.arraycopy(sample.values().scale(), 0, scale, s * channels, channels);
            System.arraycopy(sample.values().offset(), 0, offset, s * channels, channels);
            labels[s] = sample.label();
        }
        return new Batch(channels, side, pixels, scale, offset, labels);
    }

    /** Refuses a batch that cannot be made or does not fit in one object. */
    public static void checkShape(int samples, int channels, int side) {
        BatchFormat.checkShape(samples, channels, side);
    }

    public int samples() {
        return labels.length;
    }

    public int channels() {
        return channels;
    }

    public int side() {
        return side;
    }

    /** Grey levels [sample, channel, y, x]. Not a copy: read it only. */
    public byte[] pixels() {
        return pixels;
    }

    /** [sample, channel]. Not a copy: read it only. */
    public float[] scale() {
        return scale;
    }

    /** [sample, channel]. Not a copy: read it only. */
    public float[] offset() {
        return offset;
    }

    /** [sample], {@link #NO_LABEL} where there is none. Not a copy: read it only. */
    public int[] labels() {
        return labels;
    }

    /** How many floats {@link #toFloats} writes. */
    public int values() {
        return pixels.length;
    }

    /** Writes grey level × scale + offset as [sample, channel, y, x] from the beginning of {@code out}. */
    public void toFloats(float[] out) {
        if (out.length < pixels.length) {
            throw new IllegalArgumentException("an array of " + out.length + " floats; expected " + pixels.length);
        }
        for (int plane = 0; plane < scale.length; plane++) {
            toFloats(plane, out, plane * side * side);
        }
    }

    /** Writes one channel of one sample, [y, x], from the beginning of {@code out}. */
    public void toFloats(int sample, int channel, float[] out) {
        toFloats(sample * channels + channel, out, 0);
    }

    private void toFloats(int plane, float[] out, int to) {
        float[] values = new float[GREYS];
        fill(values, scale[plane], offset[plane]);
        int area = side * side;
        for (int i = 0, from = plane * area; i < area; i++) {
            out[to + i] = values[pixels[from + i] & 0xff];
        }
    }

    private static void fill(float[] values, float scale, float offset) {
        for (int grey = 0; grey < GREYS; grey++) {
            values[grey] = grey * scale + offset;
        }
    }

    /** The batch as bytes: equal batches give equal bytes. */
    public byte[] encode() {
        return BatchFormat.encode(this);
    }

    /**
     * Reads what {@link #encode} writes.
     *
     * @throws IllegalArgumentException if the bytes are not a whole batch of this kernel version
     */
    public static Batch decode(byte[] bytes) {
        return BatchFormat.decode(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Batch batch
                && channels == batch.channels
                && side == batch.side
                && Arrays.equals(labels, batch.labels)
                && Arrays.equals(scale, batch.scale)
                && Arrays.equals(offset, batch.offset)
                && Arrays.equals(pixels, batch.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(labels) + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "Batch[" + samples() + " x " + channels + " x " + side + " x " + side + "]";
    }
}
