package io.wellstream.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/** Converts between a message's lists of floats, arrays, and bytes. */
public final class Floats {
    private Floats() {}

    public static float[] array(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    public static List<Float> list(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }

    /** The values, rounded to floats. */
    public static List<Float> list(double[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> (float) values[i])
                .toList();
    }

    /** The values as IEEE 754 numbers of 32 bits, least significant byte first. */
    public static byte[] littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
