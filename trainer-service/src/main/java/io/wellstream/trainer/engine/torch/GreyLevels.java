package io.wellstream.trainer.engine.torch;

import io.wellstream.imaging.batch.Batch;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of one batch at a time, as numbers of 8 or 16 bits in memory that is used again. For cards the memory is pinned: they read it
 * while the processor goes on. So the next batch may be written only after a result of this one has been read. Only one thread may use it.
 */
final class GreyLevels implements AutoCloseable {
    private final boolean pinned;
    private Kept kept = new Kept();
    private @Nullable Tensor greys; // [sample, channel, y, x]
    private torch.ScalarType kind = torch.ScalarType.Byte; // of the numbers in it

    GreyLevels(boolean pinned) {
        this.pinned = pinned;
    }

    /** The pixels of a batch, [sample, channel, y, x], in the memory of the processor, until the next call. */
    Tensor of(Batch batch) {
        Tensor memory = memoryFor(batch);
        new BytePointer(memory.data_ptr()).put(batch.pixels(), 0, batch.pixels().length);
        return memory;
    }

    private Tensor memoryFor(Batch batch) {
        Tensor now = greys;
        torch.ScalarType type = type(batch);
        if (now == null || now.size(0) != batch.samples() || kind != type) {
            kept.close();
            kept = new Kept();
            Tensor bytes = torch.empty(
                    new long[] {batch.samples(), batch.channels(), batch.side(), batch.side()},
                    new TensorOptions(type).pinned_memory(new BoolOptional(pinned)),
                    new MemoryFormatOptional());
            now = kept.keep(bytes);
            greys = now;
            kind = type;
        }
        return now;
    }

    /** The numbers that the pixels of a batch are. */
    static torch.ScalarType type(Batch batch) {
        return batch.depth().isSixteen() ? torch.ScalarType.UInt16 : torch.ScalarType.Byte;
    }

    @Override
    public void close() {
        kept.close();
    }
}
