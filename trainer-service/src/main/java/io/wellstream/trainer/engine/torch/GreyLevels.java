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
 * The grey levels of one batch at a time, as bytes in memory that is used again. For cards the memory is pinned: they read it while the
 * processor goes on. So the next batch may be written only after a result of this one has been read. Only one thread may use it.
 */
final class GreyLevels implements AutoCloseable {
    private final boolean pinned;
    private Kept kept = new Kept();
    private @Nullable Tensor greys; // [sample, channel, y, x]

    GreyLevels(boolean pinned) {
        this.pinned = pinned;
    }

    /** The pixels of a batch, [sample, channel, y, x], in the memory of the processor, until the next call. */
    Tensor of(Batch batch) {
        Tensor memory = memoryFor(batch);
        new BytePointer(memory.data_ptr_byte()).put(batch.pixels(), 0, batch.pixels().length);
        return memory;
    }

    private Tensor memoryFor(Batch batch) {
        Tensor now = greys;
        if (now == null || now.size(0) != batch.samples()) {
            kept.close();
            kept = new Kept();
            Tensor bytes = torch.empty(
                    new long[] {batch.samples(), batch.channels(), batch.side(), batch.side()},
                    new TensorOptions(torch.ScalarType.Byte).pinned_memory(new BoolOptional(pinned)),
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
