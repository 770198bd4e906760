package io.wellstream.trainer.engine.torch;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.network.NetworkSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Converts batches to the input of one network on one device. Pixels go to the device as they are; there they become the floats that
 * {@link Batch#toFloats} gives, bit for bit.
 */
record TorchInput(NetworkSpec spec, Device device, boolean channelsLast) {
    /** What the network begins with, by name: the pixels of a share of a batch, and its cell types if the network reads them. */
    Map<String, Tensor> values(Tensor greys, MixedBatch mixed, Share share) {
        Map<String, Tensor> values = new HashMap<>();
        values.put(NetworkSpec.PIXELS, pixels(greys, mixed, share));
        int types = spec.cellTypes();
        if (types > 0) {
            Tensor all = floats(mixed.cellTypes(types), device).view(-1, types);
            values.put(NetworkSpec.CELL_TYPE, all.narrow(0, share.begin(), share.samples()));
        }
        return values;
    }

    /**
     * The normalised pixels of a share of a batch, on the device.
     *
     * @param greys of the whole batch, whose samples may be mixed across shares; the device may read them after this returns
     * @throws IllegalArgumentException if the network expects other images
     */
    Tensor pixels(Tensor greys, MixedBatch mixed, Share share) {
        Batch batch = mixed.batch();
        check(batch);
        Tensor there = greys.to(device, GreyLevels.type(batch), true, false, new MemoryFormatOptional());
        Tensor pixels = there.to(torch.ScalarType.Float); // here: a quarter or half of the bytes was sent
        // Two operations: one that multiplies and adds would round only once.
        Tensor normalised = pixels.mul_(perPlane(batch, batch.scale())).add_(perPlane(batch, batch.offset()));
        boolean allMixed = mixed.labelled() == mixed.samples();
        mix(allMixed ? normalised : normalised.narrow(0, 0, mixed.labelled()), mixed.mixing());
        Tensor part = share.isWhole() ? normalised : normalised.narrow(0, share.begin(), share.samples());
        return channelsLast ? part.contiguous(torch.MemoryFormat.ChannelsLast) : part;
    }

    private void check(Batch batch) {
        if (batch.channels() != spec.channels() || batch.side() != spec.side()) {
            throw new IllegalArgumentException(
                    "the batch has " + batch.channels() + " channels and side " + batch.side() + "; network "
                            + spec.name() + " expects " + spec.channels() + " and " + spec.side());
        }
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
        return integers(numbers.stream().mapToInt(Integer::intValue).toArray(), device);
    }

    /** [number], on a device. */
    static Tensor integers(int[] numbers, Device device) {
        long[] wide = Arrays.stream(numbers).asLongStream().toArray();
        return Tensor.create(wide, wide.length).to(device, torch.ScalarType.Long);
    }

    /** [number], on a device. */
    static Tensor floats(float[] numbers, Device device) {
        return Tensor.create(numbers, numbers.length).to(device, torch.ScalarType.Float);
    }

    /** One number for each plane, [sample, channel, 1, 1], on the device. */
    private Tensor perPlane(Batch batch, float[] numbers) {
        return Tensor.create(numbers, batch.samples(), batch.channels(), 1, 1).to(device, torch.ScalarType.Float);
    }
}
