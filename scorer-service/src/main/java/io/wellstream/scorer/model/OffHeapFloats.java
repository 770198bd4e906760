package io.wellstream.scorer.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** An off-heap buffer that is reused: it grows to the largest size asked for and is never freed. For one thread only. */
final class OffHeapFloats {
    private FloatBuffer buffer = FloatBuffer.allocate(0);

    /** An empty buffer for so many values; invalidates what was returned before. */
    FloatBuffer of(int values) {
        if (buffer.capacity() < values) {
            buffer = ByteBuffer.allocateDirect(values * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        return buffer.clear().limit(values);
    }
}
