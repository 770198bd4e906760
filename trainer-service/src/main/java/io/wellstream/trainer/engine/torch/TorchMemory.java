package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.MemoryPart;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.network.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The memory outside the heap that libtorch takes for training, on the first device, computed from the shapes of a network. The factors
 * were measured on a processor; docs/capacity.md compares them with measurements that they were not fitted to.
 *
 * @param batchSize samples of a whole batch in training
 * @param evaluated the most samples that are evaluated together, on the first device
 */
record TorchMemory(NetworkSpec spec, TrainingSettings settings, int batchSize, int evaluated, TorchDevice device) {
    /** Its gradient, and what the optimizer computes with. */
    private static final int PER_TRAINED_WEIGHT = 3;

    /** The rate of its block, and what it was before an update. */
    private static final int FOR_BLOCK_RATES = 2;

    /** Gradients and copies in another layout that exist at one time in the backward pass, in results of the largest size. */
    private static final double TEMPORARY = 4;

    /** What a batch norm computes with while it is measured, in results of its size. */
    private static final int TO_MEASURE = 2;

    /**
     * Freed memory that is kept, but in pieces that fit no new tensor: a share of the results. Small allocations of the other threads of a
     * service make them, so a process that only trains has fewer.
     */
    private static final double PIECES = 0.6;

    /** Compiled kernels, scratch memory and small tensors, which depend little on the network. */
    private static final long LIBRARY = 20L << 20;

    List<MemoryPart> parts() {
        int perTrainedWeight = PER_TRAINED_WEIGHT
                + settings.optimizer().state().size()
                + (settings.hasBlockRates() ? FOR_BLOCK_RATES : 0);
        long weights = Float.BYTES * (spec.weights() + perTrainedWeight * spec.trainedWeights());
        long input = (long) Float.BYTES * Math.max(batchSize, evaluated) * spec.channels() * spec.side() * spec.side();
        long results = spec.nodes().stream().mapToLong(this::kept).sum();
        long temporary = (long) (TEMPORARY
                * share()
                * spec.nodes().stream().mapToLong(this::perSample).max().orElse(0));
        return List.of(
                new MemoryPart("weights, gradients and optimizer", weights),
                new MemoryPart(
                        "moving average of the weights", settings.isAveraged() ? Float.BYTES * spec.weights() : 0),
                new MemoryPart("results kept for the backward pass", results),
                new MemoryPart("temporary tensors of the largest result", temporary),
                new MemoryPart("freed memory in pieces", (long) (PIECES * (results + temporary))),
                new MemoryPart(
                        "a batch to evaluate that is larger than the share of one in training",
                        Math.max(0, evaluated - share()) * evaluating()),
                new MemoryPart("input", 2 * input),
                new MemoryPart("library", LIBRARY));
    }

    /** Samples that the first device trains on; the input has all of them, since they may be mixed. */
    private int share() {
        return Share.of(batchSize, device.devices().size()).getFirst().samples();
    }

    /** Bytes of a node's result; one that overwrites its input has none. */
    private long kept(Node node) {
        return switch (node.op()) {
            case Op.Relu _ -> 0;
            case Op.MaxPool _ -> bytes(node) + share() * values(node) * Long.BYTES; // with the place of each maximum
            case Op.View _ -> view(node);
            case Op.Convolution _,
                    Op.BatchNorm _,
                    Op.AveragePool _,
                    Op.GlobalAverage _,
                    Op.Add _,
                    Op.Concatenate _,
                    Op.Dropout _,
                    Op.Dense _,
                    Op.L2Normalize _,
                    Op.Cosine _ -> bytes(node);
        };
    }

    /** A view of the pixels is float32; a half precision adds a copy with channels last and one of two bytes a number. */
    private long view(Node node) {
        long numbers = share() * values(node);
        return device.precision().isHalf() ? (2 * Float.BYTES + 2) * numbers : Float.BYTES * numbers;
    }

    /** The most bytes of a sample that exist at one time when batch norms are measured: a result is freed after its last reader. */
    private long evaluating() {
        Map<String, Integer> toRead = new HashMap<>();
        spec.nodes().forEach(node -> node.inputs().forEach(input -> toRead.merge(input, 1, Integer::sum)));
        Map<String, Long> kept = new HashMap<>();
        long now = 0;
        long most = 0;
        for (Node node : spec.nodes()) {
            long own = perSample(node);
            kept.put(node.name(), own);
            now += own;
            most = Math.max(most, now + beside(node, kept));
            for (String input : node.inputs()) {
                if (toRead.merge(input, -1, Integer::sum) == 0) {
                    now -= kept.getOrDefault(input, 0L);
                }
            }
        }
        return most;
    }

    /** What a node computes with: a convolution copies its input and its result into another layout. */
    private long beside(Node node, Map<String, Long> kept) {
        if (node.op() instanceof Op.Convolution) {
            return perSample(node) + kept.getOrDefault(node.inputs().getFirst(), 0L);
        }
        return node.op() instanceof Op.BatchNorm ? TO_MEASURE * perSample(node) : 0;
    }

    private long bytes(Node node) {
        return share() * perSample(node);
    }

    private long perSample(Node node) {
        int perNumber = device.precision().isHalf() ? 2 : Float.BYTES;
        return values(node) * perNumber;
    }

    private long values(Node node) {
        Map<String, Shape> shapes = spec.shapes();
        return Objects.requireNonNull(shapes.get(node.name())).values();
    }
}
