package io.wellstream.imaging.batch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Converts the pixels of one plane to the input of a network: pixel × scale + offset. Nothing else does, so that training and scoring
 * cannot differ.
 */
final class PixelFloats {
    private static final int GREYS = 256;
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final float scale;
    private final float offset;

    PixelFloats(float scale, float offset) {
        this.scale = scale;
        this.offset = offset;
    }

    /** What each 8-bit pixel becomes. */
    float[] table() {
        float[] table = new float[GREYS];
        for (int grey = 0; grey < GREYS; grey++) {
            table[grey] = grey * scale + offset;
        }
        return table;
    }

    /**
     * Converts some 8-bit pixels with a {@link #table}.
     *
     * @param first of the pixels in the array
     * @param to where the first one goes
     */
    static void of(byte[] pixels, int first, float[] table, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] = table[pixels[first + i] & 0xff];
        }
    }

    /**
     * Converts some 16-bit pixels.
     *
     * @param first of the pixels in the array
     */
    void of(short[] pixels, int first, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = (pixels[first + i] & 0xffff) * scale + offset;
        }
    }

    /**
     * Converts some 16-bit pixels, in two bytes each.
     *
     * @param first of the pixels in the array
     * @param to where the first one goes
     */
    void ofPairs(byte[] pixels, int first, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            short pixel = (short) SHORTS.get(pixels, Short.BYTES * (first + i));
            out[to + i] = (pixel & 0xffff) * scale + offset;
        }
    }
}
