package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.network.NetworkSpec;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Converts batches to the input of one network, plane by plane, into a tensor that is used again. Only one thread may use it.
 */
final class TorchInput implements AutoCloseable {
    private final NetworkSpec spec;
    private final Device device;
    private final boolean channelsLast;
    private final float[] plane;
    private Kept kept = new Kept();
    private @Nullable Tensor pixels; // [sample, channel, y, x]

    TorchInput(NetworkSpec spec, Device device, boolean channelsLast) {
        this.spec = spec;
        this.device = device;
        this.channelsLast = channelsLast;
        this.plane = new float[spec.side() * spec.side()];
    }

    /** The batch's pixels on the device; valid until the next batch. */
    Tensor pixels(MixedBatch batch) {
        if (batch.channels() != spec.channels() || batch.side() != spec.side()) {
            throw new IllegalArgumentException(
                    "the batch has " + batch.channels() + " channels and side " + batch.side() + "; network "
                            + spec.name() + " expects " + spec.channels() + " and " + spec.side());
        }
        Tensor here = memoryFor(batch.samples());
        FloatPointer numbers = new FloatPointer(here.data_ptr_float());
        for (int s = 0; s < batch.samples(); s++) {
            for (int c = 0; c < batch.channels(); c++) {
                batch.toFloats(s, c, plane);
                numbers.position(((long) s * batch.channels() + c) * plane.length)
                        .put(plane, 0, plane.length);
            }
        }
        Tensor there = here.to(device, torch.ScalarType.Float);
        return channelsLast ? there.contiguous(torch.MemoryFormat.ChannelsLast) : there;
    }

    /** Classes by sample, on the device. */
    Tensor labels(int[] classes) {
        long[] labels = Arrays.stream(classes).asLongStream().toArray();
        return Tensor.create(labels, labels.length).to(device, torch.ScalarType.Long);
    }

    private Tensor memoryFor(int samples) {
        Tensor now = pixels;
        if (now == null || now.size(0) != samples) {
            kept.close();
            kept = new Kept();
            now = kept.keep(torch.empty(samples, spec.channels(), spec.side(), spec.side()));
            pixels = now;
        }
        return now;
    }

    @Override
    public void close() {
        kept.close();
    }
}
