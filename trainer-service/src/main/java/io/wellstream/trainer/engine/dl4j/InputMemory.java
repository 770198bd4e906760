package io.wellstream.trainer.engine.dl4j;

import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An input array [sample, channel, y, x] being filled plane by plane. */
final class InputMemory {
    private static final boolean ON_GPU = CudaCard.isRequired();

    private final long[] shape;
    private final int area;
    private final @Nullable INDArray array; // filled in place
    private final float[] copied; // on a GPU the library copies a whole array to the card

    InputMemory(int samples, int channels, int side) {
        this.shape = new long[] {samples, channels, side, side};
        this.area = side * side;
        this.array = ON_GPU ? null : Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
        this.copied = new float[ON_GPU ? samples * channels * area : 0];
    }

    /** Writes one channel of one sample, [y, x]. */
    void put(int sample, int channel, float[] plane) {
        long to = (sample * shape[1] + channel) * area;
        if (array == null) {
            System.arraycopy(plane, 0, copied, (int) to, area);
        } else {
            new FloatPointer(array.data().pointer()).position(to).put(plane, 0, area);
        }
    }

    /** The array; the caller closes it. */
    INDArray array() {
        return array == null ? Nd4j.create(copied, shape, 'c') : array;
    }
}
