package io.wellstream.trainer.engine.torch;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.network.NetworkSpec;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Converts batches to the input of one network on one device. Grey levels go to the device as bytes; there they become the floats that
 * {@link Batch#toFloats} gives, bit for bit.
 */
record TorchInput(NetworkSpec spec, Device device, boolean channelsLast) {
    /**
     * The normalised pixels of a share of a batch, on the device.
     *
     * @param greys of the whole batch, whose samples may be mixed across shares; the device may read them after this returns
     * @throws IllegalArgumentException if the network expects other images
     */
    Tensor pixels(Tensor greys, MixedBatch mixed, Share share) {
        Batch batch = mixed.batch();
        check(batch);
        Tensor there = greys.to(device, torch.ScalarType.Byte, true, false, new MemoryFormatOptional());
        Tensor pixels = there.to(torch.ScalarType.Float); // here: a quarter of the bytes was sent
        // Two operations: one that multiplies and adds would round only once.
        Tensor normalised = pixels.mul_(perPlane(batch, batch.scale())).add_(perPlane(batch, batch.offset()));
        mix(normalised, mixed.mixing());
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

    /** One number for each plane, [sample, channel, 1, 1], on the device. */
    private Tensor perPlane(Batch batch, float[] numbers) {
        return Tensor.create(numbers, batch.samples(), batch.channels(), 1, 1).to(device, torch.ScalarType.Float);
    }
}
