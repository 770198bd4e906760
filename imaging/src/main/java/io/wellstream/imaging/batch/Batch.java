package io.wellstream.imaging.batch;

import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.Depth;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The samples of one training or scoring step: pixels of 8 or of 16 bits, and each sample's normalisation and label. Training and scoring
 * convert pixels to floats by the same code.
 */
public final class Batch {
    /** The version of the pixel code for 8-bit sites. It changes whenever the same request would give other bytes. */
    public static final int KERNEL_VERSION = 1;

    /** The version of the pixel code for 16-bit sites. */
    public static final int SIXTEEN_BIT_KERNEL_VERSION = 2;

    /** The label of a sample that has none. */
    public static final int NO_LABEL = -1;

    static final int MAX_SAMPLES = 65_536;

    private final int channels;
    private final int side;
    private final Depth depth;
    private final byte[] pixels; // [sample, channel, y, x]; of 16 bits in two bytes each, the lower one first
    private final float[] scale; // [sample, channel]
    private final float[] offset; // [sample, channel]
    private final int[] labels; // [sample]

    /**
     * Keeps the arrays: the caller must not write to them afterwards.
     *
     * @param pixels of 8 bits, or, in twice as many bytes, of 16
     */
    public Batch(int channels, int side, byte[] pixels, float[] scale, float[] offset, int[] labels) {
        long values = (long) labels.length * channels * side * side;
        this.depth = Depth.of(pixels.length == Depth.SIXTEEN.bytes() * values);
        BatchFormat.checkShape(labels.length, channels, side, depth);
        if (pixels.length != depth.bytes() * values) {
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
            Normalization.Sample stored = stored();
            float[] row = new float[image.width()];
            for (int c = 0; c < image.channels(); c++) {
                PixelFloats floats = new PixelFloats(stored.scale()[c], stored.offset()[c]);
                float[] table = floats.table();
                Plane plane = image.plane(c);
                for (int y = 0; y < image.height(); y++) {
                    if (image.depth().isSixteen()) {
                        floats.of(plane.numbers(), y * row.length, row, row.length);
                    } else {
                        PixelFloats.of(plane.pixels(), y * row.length, table, row, 0, row.length);
                    }
                    out.put(row);
                }
            }
        }

        /** The normalisation of the image's pixels as they are stored. */
        private Normalization.Sample stored() {
            return image.depth().isSixteen() ? values.stored(image.units()) : values;
        }
    }

    /** Packs samples of one shape and depth in their order. */
    public static Batch of(List<Sample> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("a batch without samples");
        }
        int channels = samples.getFirst().image().channels();
        int side = samples.getFirst().image().width();
        int area = side * side;
        Depth depth = samples.getFirst().image().depth();
        BatchFormat.checkShape(samples.size(), channels, side, depth);
        ByteBuffer pixels = ByteBuffer.allocate(samples.size() * channels * area * depth.bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] scale = new float[samples.size() * channels];
        float[] offset = new float[scale.length];
        int[] labels = new int[samples.size()];
        for (int s = 0; s < labels.length; s++) {
            Sample sample = samples.get(s);
            if (sample.image().channels() != channels
                    || sample.image().width() != side
                    || sample.image().depth() != depth) {
                throw new IllegalArgumentException(
                        sample.image() + " in a batch of " + samples.getFirst().image());
            }
            for (int c = 0; c < channels; c++) {
                put(sample.image().plane(c), pixels);
            }
            Normalization.Sample stored = sample.stored();
            System.arraycopy(stored.scale(), 0, scale, s * channels, channels);
            System.arraycopy(stored.offset(), 0, offset, s * channels, channels);
            labels[s] = sample.label();
        }
        return new Batch(channels, side, pixels.array(), scale, offset, labels);
    }

    private static void put(Plane plane, ByteBuffer pixels) {
        if (plane.depth().isSixteen()) {
            for (short number : plane.numbers()) {
                pixels.putShort(number);
            }
        } else {
            pixels.put(plane.pixels());
        }
    }

    /** Refuses a batch that cannot be made or does not fit in one object. */
    public static void checkShape(int samples, int channels, int side, Depth depth) {
        BatchFormat.checkShape(samples, channels, side, depth);
    }

    /** The version of the pixel code for sites of a depth. */
    public static int kernelVersion(Depth depth) {
        return depth.isSixteen() ? SIXTEEN_BIT_KERNEL_VERSION : KERNEL_VERSION;
    }

    /** The depth of the sites that a version of the pixel code is for; empty if this is not one of its versions. */
    public static Optional<Depth> depth(int kernelVersion) {
        return Arrays.stream(Depth.values())
                .filter(depth ->
                        kernelVersion(depth) == kernelVersion || Illumination.kernelVersion(depth) == kernelVersion)
                .findFirst();
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

    /** Of the sites that its samples are from. */
    public Depth depth() {
        return depth;
    }

    /** What is multiplied and added to: [sample, channel, y, x], with the lower byte of a 16-bit number first. Not a copy: read it only. */
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
        return scale.length * side * side;
    }

    /** Writes pixel × scale + offset as [sample, channel, y, x] from the beginning of {@code out}. */
    public void toFloats(float[] out) {
        if (out.length < values()) {
            throw new IllegalArgumentException("an array of " + out.length + " floats; expected " + values());
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
        int area = side * side;
        PixelFloats floats = new PixelFloats(scale[plane], offset[plane]);
        if (depth.isSixteen()) {
            floats.ofPairs(pixels, plane * area, out, to, area);
        } else {
            PixelFloats.of(pixels, plane * area, floats.table(), out, to, area);
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
        return "Batch[" + samples() + " x " + channels + " x " + side + " x " + side
                + (depth.isSixteen() ? ", 16-bit]" : "]");
    }
}
