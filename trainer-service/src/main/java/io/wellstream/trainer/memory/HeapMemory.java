package io.wellstream.trainer.memory;

import io.wellstream.trainer.engine.MemoryPart;
import io.wellstream.trainer.evaluation.LogitRows;
import java.util.ArrayList;
import java.util.List;

/** What a run holds in the Java heap, computed from its sizes. */
final class HeapMemory {
    /** Bytes of a row of network outputs besides the numbers. */
    private static final long PER_ROW = 100;

    /** Sets that are evaluated when a model is published; of each, a block of outputs is in the heap. */
    private static final int EVALUATIONS = 3;

    /** Buffers of checkpoints, uploads and downloads. */
    private static final long BUFFERS = 32_000_000;

    /** Downloads at a time; each holds its batch twice, as it arrives and decoded. */
    private static final int DOWNLOADS = 4;

    private static final int NARROWEST = 2;

    /** For batches; workers need no longer lead. */
    private static final long LARGEST_WINDOW = 500_000_000;

    private final Workload workload;

    HeapMemory(Workload workload) {
        this.workload = workload;
    }

    /** The parts, and the number of batches that the window may hold. */
    record Fitted(List<MemoryPart> parts, int window) {}

    /** All parts, with the widest window, up to a number of batches, that keeps the sum below a limit; at least of two batches. */
    Fitted within(long limit, int mostBatches) {
        List<MemoryPart> parts = new ArrayList<>();
        parts.add(new MemoryPart("manifest and plan", workload.plan().bytes(workload.run())));
        parts.add(new MemoryPart(
                "outputs for validation and test",
                workload.evaluated() * PER_ROW
                        + Math.min(
                                EVALUATIONS * (long) LogitRows.BLOCK,
                                workload.evaluated() * Float.BYTES * workload.classes())));
        parts.add(new MemoryPart(
                "weights of a layer being written",
                2 * Float.BYTES * workload.network().largestWeights()));
        parts.add(new MemoryPart("buffers", BUFFERS));
        long forBatches = Math.min(LARGEST_WINDOW, limit - MemoryPart.sum(parts));
        int window = Math.max(NARROWEST, mostBatches);
        while (window > NARROWEST && held(window) > forBatches) {
            window--;
        }
        parts.add(new MemoryPart("a window of " + window + " batches", held(window)));
        return new Fitted(parts, window);
    }

    /** The batch in use, those in the window, and second copies of those that are arriving. */
    private long held(int window) {
        return (1L + window + Math.min(window, DOWNLOADS)) * batch();
    }

    private long batch() {
        long side = workload.run().getImageSide();
        return side
                * side
                * workload.channels()
                * workload.largestBatch()
                * workload.images().depth().bytes();
    }
}
