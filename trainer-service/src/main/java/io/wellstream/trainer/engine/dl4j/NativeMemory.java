package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.MemoryPart;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.network.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * The memory outside the heap that Deeplearning4j takes for training, computed from the shapes of a network. The factors were
 * measured; docs/capacity.md compares forecasts with other measurements.
 *
 * @param batchSize samples that are trained on together
 * @param evaluated the most samples that are evaluated together
 */
record NativeMemory(NetworkSpec spec, TrainingSettings settings, int batchSize, int evaluated) {
    /** The average, and the weights themselves while the network computes with it. */
    private static final int PER_AVERAGED_WEIGHT = 2;

    /** The library allocates its workspaces with a margin. */
    private static final double WORKSPACE_MARGIN = 1.05;

    /** Temporary arrays of the largest result that exist at one time in the backward pass. */
    private static final double TEMPORARY_ARRAYS = 23;

    /** Arrays that a batch to evaluate adds if it is larger than those in training, in results of the largest size. */
    private static final double EVALUATED_ARRAYS = 8.5;

    /** Compiled kernels and small arrays, which depend little on the network. */
    private static final long LIBRARY = 10L << 20;

    List<MemoryPart> parts() {
        long weights = Float.BYTES * (spec.weights() + perTrainedWeight() * spec.trainedWeights());
        long kept = (long) (WORKSPACE_MARGIN * results(batchSize).sum());
        long temporary = (long) (TEMPORARY_ARRAYS * results(batchSize).max().orElse(0));
        int more = Math.max(0, evaluated - batchSize);
        long evaluating = (long) (EVALUATED_ARRAYS * results(more).max().orElse(0));
        long inputs = bytes((long) spec.channels() * spec.side() * spec.side(), Math.max(batchSize, evaluated));
        return List.of(
                new MemoryPart("weights, gradients and optimizer", weights),
                new MemoryPart(
                        "moving average of the weights",
                        settings.isAveraged() ? Float.BYTES * PER_AVERAGED_WEIGHT * spec.weights() : 0),
                new MemoryPart("a copy of the weights for a checkpoint", Float.BYTES * spec.weights()),
                new MemoryPart("results kept for the backward pass", kept),
                new MemoryPart("temporary arrays of the largest result", temporary),
                new MemoryPart("a batch to evaluate that is larger than those in training", evaluating),
                new MemoryPart("input", inputs),
                new MemoryPart("library", LIBRARY));
    }

    /** Its gradient, what the optimizer keeps for it, and the sum of gradients of several batches. */
    private int perTrainedWeight() {
        return 1 + settings.optimizer().state().size() + (settings.accumulate() > 1 ? 1 : 0);
    }

    /** Bytes of the results of a batch, by node. */
    private LongStream results(int samples) {
        Map<String, Shape> shapes = spec.shapes();
        return spec.nodes().stream()
                .filter(node -> !(node.op() instanceof Op.View))
                .mapToLong(node ->
                        bytes(Objects.requireNonNull(shapes.get(node.name())).values(), samples));
    }

    private static long bytes(long valuesPerSample, int samples) {
        return valuesPerSample * samples * Float.BYTES;
    }
}
