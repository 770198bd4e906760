package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.NormalizeFuncOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Computes a network node by node with libtorch's operations. Runs in a pointer scope of the caller. */
final class ForwardPass {
    private final NetworkSpec spec;
    private final FlatWeights weights;
    private final boolean channelsLast;
    private final Map<String, Integer> readers = new HashMap<>();
    private final TensorOptional none;
    private final Map<String, TensorOptional> optional = new HashMap<>();

    private Optional<FrozenTensors> frozen = Optional.empty();

    /** By which statistics a pass normalises. */
    @FunctionalInterface
    interface Norms {
        /** The normalised values. */
        Tensor apply(Node node, Op.BatchNorm norm, Tensor x);
    }

    /** @param kept for what lives as long as the network */
    ForwardPass(NetworkSpec spec, FlatWeights weights, boolean channelsLast, Kept kept) {
        this.spec = spec;
        this.weights = weights;
        this.channelsLast = channelsLast;
        this.none = kept.keep(new TensorOptional());
        spec.nodes().forEach(node -> node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
        weights.weights()
                .forEach(weight -> optional.put(weight.name(), kept.keep(new TensorOptional(weights.view(weight)))));
    }

    /**
     * The logits [sample, class] in training: batch norms measure the batch, and dropout drops.
     *
     * @param given the pixels [sample, channel, y, x], and what else the network reads, by name
     */
    Tensor train(Map<String, Tensor> given) {
        Map<String, Tensor> results = new HashMap<>(given);
        for (Node node : spec.nodes()) {
            results.put(
                    node.name(),
                    compute(node, results, true, (each, norm, x) -> running(each, norm, x, !isFrozen(each))));
        }
        return result(results, NetworkSpec.LOGITS);
    }

    /** The logits with the running statistics. */
    Tensor logits(Map<String, Tensor> given) {
        return logits(given, (node, norm, x) -> running(node, norm, x, false));
    }

    /** The logits with other statistics. A result is freed once all nodes that read it are computed. */
    Tensor logits(Map<String, Tensor> given, Norms norms) {
        Map<String, Tensor> results = new HashMap<>(given);
        Map<String, Integer> toRead = new HashMap<>(readers);
        for (Node node : spec.nodes()) {
            Tensor computed = compute(node, results, false, norms);
            results.put(node.name(), computed);
            for (String input : node.inputs()) {
                boolean read = toRead.merge(input, -1, Integer::sum) == 0;
                if (read && !given.containsKey(input) && !input.equals(NetworkSpec.LOGITS)) {
                    free(results.remove(input), computed);
                }
            }
        }
        return result(results, NetworkSpec.LOGITS);
    }

    /** A node that overwrites its input has the same tensor. */
    @SuppressWarnings("ReferenceEquality")
    private static void free(@Nullable Tensor read, Tensor computed) {
        if (read != null && read != computed) {
            read.close();
        }
    }

    private Tensor running(Node node, Op.BatchNorm norm, Tensor x, boolean measuring) {
        return torch.batch_norm(
                x,
                weight(node, "gain"),
                weight(node, "offset"),
                weight(node, "mean"),
                weight(node, "variance"),
                measuring,
                1 - norm.decay(),
                norm.epsilon(),
                true);
    }

    /** Normalises by these statistics, [channel]. */
    Tensor normalised(Node node, Op.BatchNorm norm, Tensor x, Tensor mean, Tensor variance) {
        return torch.batch_norm(
                x,
                weight(node, "gain"),
                weight(node, "offset"),
                new TensorOptional(mean),
                new TensorOptional(variance),
                false,
                1 - norm.decay(),
                norm.epsilon(),
                true);
    }

    /** From now on, the batch norms of these nodes do not measure the batch. */
    void freeze(FrozenTensors nodes) {
        frozen = Optional.of(nodes);
    }

    private boolean isFrozen(Node node) {
        return frozen.map(nodes -> nodes.contains(node)).orElse(false);
    }

    private Tensor compute(Node node, Map<String, Tensor> results, boolean dropping, Norms norms) {
        Tensor x = result(results, node.inputs().getFirst());
        return switch (node.op()) {
            case Op.ChannelOf pick -> x.narrow(1, pick.channel(), 1);
            case Op.CellType _ -> result(results, node.name());
            case Op.SpaceToDepth fold -> folded(x, fold.block());
            case Op.Composite composite -> composite(x, composite.weights());
            case Op.Convolution conv -> convolution(node, conv, x);
            case Op.BatchNorm norm -> norms.apply(node, norm, x);
            case Op.Relu _ -> isReadOnce(node) ? overwritten(x) : torch.relu(x);
            case Op.MaxPool pool ->
                torch.max_pool2d(
                        x, square(pool.size()), square(pool.stride()), square(pool.padding()), square(1), false);
            case Op.AveragePool pool -> torch.avg_pool2d(x, square(pool.size()));
            case Op.GlobalAverage _ -> x.mean(2, 3);
            case Op.Add _ -> x.add(result(results, node.inputs().get(1)));
            case Op.Concatenate _ -> joined(node.inputs(), results);
            case Op.Dropout dropout -> torch.dropout(x, dropout.share(), dropping);
            case Op.Dense _ ->
                torch.addmm(
                        weights.trained().view(node.name() + "/bias"),
                        x,
                        weights.trained().view(node.name() + "/weights"));
            case Op.L2Normalize _ -> unit(x, 1);
            case Op.Cosine cosine -> cosine(node, cosine, x);
        };
    }

    private static Tensor overwritten(Tensor x) {
        Tensor unused = torch.relu_(x);
        return x;
    }

    private Tensor convolution(Node node, Op.Convolution conv, Tensor x) {
        return torch.conv2d(
                x,
                weights.trained().view(node.name() + "/kernel"),
                conv.bias() ? weight(node, "bias") : none,
                square(conv.stride()),
                square(conv.padding()),
                square(1),
                1);
    }

    /** [sample, map, y, x]: sums of the channels. */
    private static Tensor composite(Tensor x, List<List<Double>> weights) {
        float[] numbers = new float[weights.size() * weights.getFirst().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = weights.get(i / weights.getFirst().size())
                    .get(i % weights.getFirst().size())
                    .floatValue();
        }
        Tensor kernel =
                Tensor.create(numbers, weights.size(), weights.getFirst().size(), 1, 1);
        return torch.conv2d(x, kernel.to(x.device(), torch.ScalarType.Float));
    }

    /** The cosines of the angles between unit vectors and the columns of the weights, scaled. */
    private Tensor cosine(Node node, Op.Cosine cosine, Tensor x) {
        Tensor columns = weights.trained().view(node.name() + "/weights");
        return torch.mm(x, unit(columns, 0)).mul(new Scalar(cosine.scale()));
    }

    /** The vectors along an axis, of length 1. */
    private static Tensor unit(Tensor vectors, long axis) {
        NormalizeFuncOptions options = new NormalizeFuncOptions();
        options.dim().put(axis);
        options.eps().put(Op.L2Normalize.SHORTEST);
        return torch.normalize(vectors, options);
    }

    private static long[] square(long side) {
        return new long[] {side, side};
    }

    /** [sample, (y in block, x in block, channel), y, x]. */
    private Tensor folded(Tensor x, long block) {
        long samples = x.size(0);
        long channels = x.size(1);
        long side = x.size(2) / block;
        Tensor split = x.reshape(samples, channels, side, block, side, block);
        Tensor folded = split.permute(0, 3, 5, 1, 2, 4).reshape(samples, block * block * channels, side, side);
        return channelsLast ? folded.contiguous(torch.MemoryFormat.ChannelsLast) : folded;
    }

    /** Whether the node may overwrite its input: no other node reads that, and it is not the pixels or a view of them. */
    private boolean isReadOnce(Node node) {
        String input = node.inputs().getFirst();
        boolean computed =
                spec.nodes().stream().anyMatch(other -> other.name().equals(input) && !(other.op() instanceof Op.View));
        return computed && readers.getOrDefault(input, 0) == 1;
    }

    private static Tensor joined(List<String> names, Map<String, Tensor> results) {
        try (TensorVector all = new TensorVector(
                names.stream().map(name -> result(results, name)).toArray(Tensor[]::new))) {
            return torch.cat(all, 1);
        }
    }

    private TensorOptional weight(Node node, String part) {
        return result(optional, node.name() + "/" + part);
    }

    private static <T> T result(Map<String, T> results, String name) {
        T result = results.get(name);
        if (result == null) {
            throw new IllegalArgumentException("no tensor `" + name + "`");
        }
        return result;
    }
}
