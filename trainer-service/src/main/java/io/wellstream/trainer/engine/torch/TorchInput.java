package io.wellstream.trainer.engine.torch;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.network.NetworkSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
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

    /** What the network begins with, by name: the batch's pixels, and its cell types if the network reads them. */
    Map<String, Tensor> values(MixedBatch batch) {
        Map<String, Tensor> values = new HashMap<>();
        values.put(NetworkSpec.PIXELS, pixels(batch));
        int types = spec.cellTypes();
        if (types > 0) {
            values.put(NetworkSpec.CELL_TYPE, floats(batch.cellTypes(types)).view(-1, types));
        }
        return values;
    }

    /** The batch's normalised pixels on the device. */
    Tensor pixels(MixedBatch mixed) {
        Batch batch = mixed.batch();
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
        mix(
                mixed.labelled() == mixed.samples() ? normalised : normalised.narrow(0, 0, mixed.labelled()),
                mixed.mixing());
        return channelsLast ? normalised.contiguous(torch.MemoryFormat.ChannelsLast) : normalised;
    }

    /** As {@link MixedBatch#toFloats} does, bit for bit. */
    private void mix(Tensor pixels, Mixing mixing) {
        switch (mixing) {
            case Mixing.None _ -> {}
            case Mixing.Cut cut -> {
                Mixing.Box box = cut.box();
                Tensor boxes = pixels.narrow(2, box.top(), box.height()).narrow(3, box.left(), box.width());
                Tensor unused = boxes.copy_(boxes.index_select(0, integers(cut.partners())));
            }
            case Mixing.Blend blend -> {
                float weight = (float) blend.weight();
                Tensor partners = pixels.index_select(0, integers(blend.partners()));
                Tensor unused = pixels.mul_(new Scalar(weight)).add_(partners.mul_(new Scalar(1 - weight)));
            }
        }
    }

    private Tensor integers(List<Integer> numbers) {
        return integers(numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    /** [number], on the device. */
    Tensor integers(int[] numbers) {
        long[] wide = Arrays.stream(numbers).asLongStream().toArray();
        return Tensor.create(wide, wide.length).to(device, torch.ScalarType.Long);
    }

    /** [number], on the device. */
    Tensor floats(float[] numbers) {
        return Tensor.create(numbers, numbers.length).to(device, torch.ScalarType.Float);
    }

    /** One number for each plane, [sample, channel, 1, 1], on the device. */
    private Tensor perPlane(Batch batch, float[] numbers) {
        return Tensor.create(numbers, batch.samples(), batch.channels(), 1, 1).to(device, torch.ScalarType.Float);
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
