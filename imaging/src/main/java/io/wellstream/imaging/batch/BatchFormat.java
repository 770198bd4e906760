package io.wellstream.imaging.batch;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.Depth;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A batch as bytes, uncompressed. All numbers are little-endian:
 *
 * <pre>
 *  0  4 bytes  "WBAT"
 *  4  u32      kernel version: 1 for pixels of 8 bits, 2 for 16 bits
 *  8  u32      samples
 * 12  u32      channels
 * 16  u32      side
 * 20           labels, i32 [sample]
 *              scale, f32 [sample, channel]
 *              offset, f32 [sample, channel]
 *              pixels, u8 or u16 [sample, channel, y, x]; the network's input is pixel × scale + offset
 * </pre>
 *
 * It contains no checksum: its size and SHA-256 are in every reference to it.
 */
final class BatchFormat {
    private static final byte[] MAGIC = "WBAT".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 20;

    private BatchFormat() {}

    static void checkShape(int samples, int channels, int side, Depth depth) {
        if (samples < 1 || samples > Batch.MAX_SAMPLES) {
            throw new IllegalArgumentException(
                    "a batch of " + samples + " samples; expected 1 to " + Batch.MAX_SAMPLES);
        }
        if (channels < 1 || channels > SiteImage.MAX_CHANNELS) {
            throw new IllegalArgumentException("a batch of " + channels + " channels");
        }
        if (side < 1 || side > Plane.MAX_SIDE) {
            throw new IllegalArgumentException("a batch of side " + side + "; expected 1 to " + Plane.MAX_SIDE);
        }
        if (size(samples, channels, side, depth) > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a batch of " + samples + " x " + channels + " x " + side + " x " + side
                    + " does not fit in one object; ask for fewer samples");
        }
    }

    static long size(int samples, int channels, int side, Depth depth) {
        return HEADER
                + 4L * samples
                + 8L * samples * channels
                + (long) depth.bytes() * samples * channels * side * side;
    }

    /** Writes what comes before the labels; returns a view of all bytes at the position after it. */
    static ByteBuffer writeHeader(byte[] bytes, int samples, int channels, int side, Depth depth) {
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).putInt(Batch.kernelVersion(depth));
        return out.putInt(samples).putInt(channels).putInt(side);
    }

    static int labelAt(int sample) {
        return HEADER + Integer.BYTES * sample;
    }

    /** @param plane in [sample, channel] */
    static int scaleAt(int samples, int plane) {
        return labelAt(samples) + Float.BYTES * plane;
    }

    /** @param plane in [sample, channel] */
    static int offsetAt(int samples, int channels, int plane) {
        return scaleAt(samples, samples * channels + plane);
    }

    static byte[] encode(Batch batch) {
        byte[] bytes = new byte[(int) size(batch.samples(), batch.channels(), batch.side(), batch.depth())];
        ByteBuffer out = writeHeader(bytes, batch.samples(), batch.channels(), batch.side(), batch.depth());
        for (int label : batch.labels()) {
            out.putInt(label);
        }
        for (float scale : batch.scale()) {
            out.putFloat(scale);
        }
        for (float offset : batch.offset()) {
            out.putFloat(offset);
        }
        out.put(batch.pixels());
        return bytes;
    }

    static Batch decode(byte[] bytes) {
        if (bytes.length < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException(bytes.length + " bytes that do not begin as a batch");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        int version = in.getInt();
        Depth depth = Batch.depth(version)
                .filter(known -> Batch.kernelVersion(known) == version)
                .orElseThrow(() -> new IllegalArgumentException("a batch of kernel version " + version + "; expected "
                        + Batch.KERNEL_VERSION + " or " + Batch.SIXTEEN_BIT_KERNEL_VERSION));
        int samples = in.getInt();
        int channels = in.getInt();
        int side = in.getInt();
        checkShape(samples, channels, side, depth);
        if (bytes.length != size(samples, channels, side, depth)) {
            throw new IllegalArgumentException(
                    "a batch of " + bytes.length + " bytes; its header says " + size(samples, channels, side, depth));
        }
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = in.getInt();
        }
        float[] scale = floats(in, samples * channels);
        float[] offset = floats(in, samples * channels);
        byte[] pixels = new byte[in.remaining()];
        in.get(pixels);
        return new Batch(channels, side, pixels, scale, offset, labels);
    }

    private static float[] floats(ByteBuffer in, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = in.getFloat();
        }
        return floats;
    }
}
