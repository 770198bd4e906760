package io.wellstream.trainer.engine.torch;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.network.NetworkSpec;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Converts batches to the input of one network. Grey levels go to the device as bytes, from memory that is used again; there they become
 * the floats that {@link Batch#toFloats} gives, bit for bit. Only one thread may use it.
 */
final class TorchInput implements AutoCloseable {
    private final NetworkSpec spec;
    private final Device device;
    private final boolean channelsLast;
    private Kept kept = new Kept();
    private @Nullable Tensor greys; // [sample, channel, y, x]

    TorchInput(NetworkSpec spec, Device device, boolean channelsLast) {
        this.spec = spec;
        this.device = device;
        this.channelsLast = channelsLast;
    }

    /** The batch's normalised pixels on the device. */
    Tensor pixels(Batch batch) {
        if (batch.channels() != spec.channels() || batch.side() != spec.side()) {
            throw new IllegalArgumentException(
                    "the batch has " + batch.channels() + " channels and side " + batch.side() + "; network "
                            + spec.name() + " expects " + spec.channels() + " and " + spec.side());
        }
        Tensor here = memoryFor(batch.samples());
        new BytePointer(here.data_ptr_byte()).put(batch.pixels(), 0, batch.pixels().length);
        Tensor there = here.to(device, torch.ScalarType.Byte); // a quarter of the floats
        Tensor pixels = there.to(torch.ScalarType.Float);
        // Two operations: one that multiplies and adds would round only once.
        Tensor normalised = pixels.mul_(perPlane(batch, batch.scale())).add_(perPlane(batch, batch.offset()));
        return channelsLast ? normalised.contiguous(torch.MemoryFormat.ChannelsLast) : normalised;
    }

    /** One number for each plane, [sample, channel, 1, 1], on the device. */
    private Tensor perPlane(Batch batch, float[] numbers) {
        return Tensor.create(numbers, batch.samples(), batch.channels(), 1, 1).to(device, torch.ScalarType.Float);
    }

    /** The class of each sample, on the device. */
    Tensor labels(Batch batch) {
        long[] labels = new long[batch.samples()];
        for (int s = 0; s < labels.length; s++) {
            int label = batch.labels()[s];
            if (label < 0 || label >= spec.classes()) {
                throw new IllegalArgumentException(
                        "sample " + s + " has label " + label + "; expected 0 to " + (spec.classes() - 1));
            }
            labels[s] = label;
        }
        return Tensor.create(labels, labels.length).to(device, torch.ScalarType.Long);
    }

    /** On a card, the memory is pinned, so that the copy needs no second one. */
    private Tensor memoryFor(int samples) {
        Tensor now = greys;
        if (now == null || now.size(0) != samples) {
            kept.close();
            kept = new Kept();
            Tensor bytes = torch.empty(
                    new long[] {samples, spec.channels(), spec.side(), spec.side()},
                    new TensorOptions(torch.ScalarType.Byte).pinned_memory(new BoolOptional(device.is_cuda())),
                    new MemoryFormatOptional());
            now = kept.keep(bytes);
            greys = now;
        }
        return now;
    }

    @Override
    public void close() {
        kept.close();
    }
}
