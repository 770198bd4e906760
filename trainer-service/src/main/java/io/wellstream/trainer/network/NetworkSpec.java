package io.wellstream.trainer.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A network architecture as a value: the computations on the pixels, in order. Engines and the ONNX exporter support every
 * network that this class accepts.
 *
 * @param name as in {@link NetworkSettings}
 * @param channels of the stacked input [sample, channel, y, x]
 * @param side of the input in pixels
 * @param classes of the output {@link #LOGITS} [sample, class]
 */
public record NetworkSpec(String name, int channels, int side, int classes, List<Node> nodes) {
    /** The name of the input, which is normalised already. */
    public static final String PIXELS = "pixels";

    /** The name of the last node: one unit per class, before any softmax. */
    public static final String LOGITS = "logits";

    public NetworkSpec {
        nodes = List.copyOf(nodes);
        Map<String, Shape> shapes = shapesOf(channels, side, nodes);
        if (nodes.isEmpty() || !nodes.getLast().name().equals(LOGITS)) {
            throw new IllegalArgumentException("network " + name + " does not end in `" + LOGITS + "`");
        }
        if (!Shape.units(classes).equals(shapes.get(LOGITS))) {
            throw new IllegalArgumentException(
                    "network " + name + " ends in " + shapes.get(LOGITS) + "; expected " + classes + " classes");
        }
    }

    /** The shapes of the pixels and of every node's result, by name. */
    public Map<String, Shape> shapes() {
        return shapesOf(channels, side, nodes);
    }

    /** Whether a node reads the pixels directly and not through a view. */
    public boolean readsPixels() {
        return nodes.stream().anyMatch(node -> node.inputs().contains(PIXELS) && !(node.op() instanceof Op.View));
    }

    /** The names of the batch norms in the order of computation. */
    public List<String> batchNorms() {
        return nodes.stream()
                .filter(node -> node.op() instanceof Op.BatchNorm)
                .map(Node::name)
                .toList();
    }

    /** The margin in the loss, and the scale of the logits, if the last layer has them. */
    public Optional<Op.Cosine> margin() {
        return nodes.getLast().op() instanceof Op.Cosine cosine && cosine.margin() > 0
                ? Optional.of(cosine)
                : Optional.empty();
    }

    /** Multiply-adds of convolutions and dense layers in one forward pass of one sample. */
    public long multiplyAdds() {
        Map<String, Shape> shapes = shapes();
        long sum = 0;
        for (Node node : nodes) {
            Shape out = shapeNamed(shapes, node.name());
            int in = shapeNamed(shapes, node.inputs().getFirst()).channels();
            if (node.op() instanceof Op.Convolution conv) {
                sum += out.values() * in * conv.kernel() * conv.kernel();
            } else if (node.op() instanceof Op.Dense || node.op() instanceof Op.Cosine) {
                sum += out.values() * in;
            }
        }
        return sum;
    }

    /** Numbers in all weights, batch norms' running statistics included. */
    public long weights() {
        return Weight.of(this).stream().mapToLong(Weight::length).sum();
    }

    /** Numbers in the weights that gradients change: not batch norms' running statistics. */
    public long trainedWeights() {
        return Weight.of(this).stream()
                .filter(Weight::trained)
                .mapToLong(Weight::length)
                .sum();
    }

    /** Numbers in the weights of the node that has the most. */
    public long largestWeights() {
        return Weight.of(this).stream()
                .collect(Collectors.groupingBy(Weight::node, Collectors.summingLong(Weight::length)))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    private static Map<String, Shape> shapesOf(int channels, int side, List<Node> nodes) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(PIXELS, new Shape(channels, side));
        for (Node node : nodes) {
            if (node.op() instanceof Op.View && !node.inputs().equals(List.of(PIXELS))) {
                throw new IllegalArgumentException(
                        "`" + node.name() + "` is a view of " + node.inputs() + "; expected pixels");
            }
            List<Shape> inputs = node.inputs().stream()
                    .map(input -> shapeNamed(shapes, input))
                    .toList();
            if (shapes.put(node.name(), node.op().shape(inputs)) != null) {
                throw new IllegalArgumentException("two nodes named `" + node.name() + "`");
            }
        }
        return shapes;
    }

    private static Shape shapeNamed(Map<String, Shape> shapes, String name) {
        Shape shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("no node `" + name + "` before it is used");
        }
        return shape;
    }
}
