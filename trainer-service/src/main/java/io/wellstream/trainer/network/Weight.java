package io.wellstream.trainer.network;

import java.util.ArrayList;
import java.util.List;

/**
 * One part of a node's weights: its name, as in {@link NamedWeights}, and its shape.
 *
 * @param trained whether gradients change it; a batch norm's running statistics are measured instead
 */
public record Weight(Node node, String part, List<Long> shape, boolean trained) {
    public Weight {
        shape = List.copyOf(shape);
    }

    /** The name in files: {@code node/part}. */
    public String name() {
        return node.name() + "/" + part;
    }

    /** The factor of Σw² in the loss. */
    public double penalty() {
        return switch (node.op()) {
            case Op.Convolution conv -> part.equals("kernel") ? conv.l2() : 0;
            case Op.Dense dense -> part.equals("weights") ? dense.l2() : 0;
            case Op.View _,
                    Op.BatchNorm _,
                    Op.Relu _,
                    Op.MaxPool _,
                    Op.AveragePool _,
                    Op.GlobalAverage _,
                    Op.Add _,
                    Op.Concatenate _,
                    Op.Dropout _,
                    Op.L2Normalize _,
                    Op.Cosine _ -> 0;
        };
    }

    /** Whether weight decay makes it smaller: not biases, and not the gain and offset of batch norms. */
    public boolean isDecayed() {
        return part.equals("kernel") || part.equals("weights");
    }

    /** How many numbers it has. */
    public int length() {
        return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    }

    /** All weights of a network, in the order of its nodes. */
    public static List<Weight> of(NetworkSpec spec) {
        List<Weight> weights = new ArrayList<>();
        var shapes = spec.shapes();
        for (Node node : spec.nodes()) {
            Shape in = shapes.get(node.inputs().getFirst());
            if (in == null) {
                throw new IllegalArgumentException("no node `" + node.inputs().getFirst() + "`");
            }
            weights.addAll(of(node, in.channels()));
        }
        return weights;
    }

    private static List<Weight> of(Node node, long in) {
        return switch (node.op()) {
            case Op.Convolution conv -> {
                long kernel = conv.kernel();
                long filters = conv.filters();
                Weight weights = trained(node, "kernel", filters, in, kernel, kernel);
                yield conv.bias() ? List.of(weights, trained(node, "bias", filters)) : List.of(weights);
            }
            case Op.Dense dense ->
                List.of(trained(node, "weights", in, (long) dense.units()), trained(node, "bias", (long)
                        dense.units()));
            case Op.BatchNorm _ ->
                List.of(
                        trained(node, "gain", in),
                        trained(node, "offset", in),
                        new Weight(node, "mean", List.of(in), false),
                        new Weight(node, "variance", List.of(in), false));
            case Op.Cosine cosine -> List.of(trained(node, "weights", in, (long) cosine.units()));
            case Op.View _,
                    Op.Relu _,
                    Op.MaxPool _,
                    Op.AveragePool _,
                    Op.GlobalAverage _,
                    Op.Add _,
                    Op.Concatenate _,
                    Op.Dropout _,
                    Op.L2Normalize _ -> List.of();
        };
    }

    private static Weight trained(Node node, String part, Long... shape) {
        return new Weight(node, part, List.of(shape), true);
    }
}
