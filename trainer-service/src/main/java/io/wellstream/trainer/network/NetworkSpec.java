package io.wellstream.trainer.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A network architecture as a value: the computations on the pixels, in order. Engines and the ONNX exporter support every
 * network that this class accepts.
 *
 * @param name as in {@link NetworkSettings}
 * @param channels of the stacked input [sample, channel, y, x]
 * @param side of the input in pixels
 * @param classes of the output {@link #LOGITS} [sample, class], those of the head for controls included
 * @param controls the head for controls; null if there is none, as in checkpoints of earlier versions
 */
public record NetworkSpec(
        String name,
        int channels,
        int side,
        int classes,
        List<Node> nodes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ControlHead controls) {
    /** The name of the input, which is normalised already. */
    public static final String PIXELS = "pixels";

    /** The name of the node, and of the input, with the cell type of each sample, if a network reads it. */
    public static final String CELL_TYPE = "cell-type";

    /** The name of the last node: one unit per class, before any softmax. */
    public static final String LOGITS = "logits";

    /** A network without a head for controls. */
    public NetworkSpec(String name, int channels, int side, int classes, List<Node> nodes) {
        this(name, channels, side, classes, nodes, null);
    }

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
        if (controls != null && controls.classes() > classes - 2) {
            throw new IllegalArgumentException(
                    controls + " in a network of " + classes + " classes; expected 2 or more besides");
        }
    }

    /** The same, with the last outputs as a head for controls. */
    public NetworkSpec with(ControlHead head) {
        return new NetworkSpec(name, channels, side, classes, nodes, head);
    }

    /** How many outputs answer: the first ones, those that are not of the head for controls. */
    public int answers() {
        return controls == null ? classes : classes - controls.classes();
    }

    /** The network that is published: without the head for controls. Its last layer has the first columns of this one's weights. */
    public NetworkSpec published() {
        if (controls == null) {
            return this;
        }
        List<Node> published = new ArrayList<>(nodes.subList(0, nodes.size() - 1));
        Node last = nodes.getLast();
        Op op = last.op() instanceof Op.Cosine cosine
                ? new Op.Cosine(answers(), cosine.scale(), cosine.margin())
                : new Op.Dense(answers(), penalty(last));
        published.add(new Node(last.name(), op, last.inputs()));
        return new NetworkSpec(name, channels, side, answers(), published);
    }

    private static double penalty(Node dense) {
        return dense.op() instanceof Op.Dense of ? of.l2() : 0;
    }

    /** The weights of {@link #published}, by those of this network. */
    public NamedWeights published(NamedWeights weights) {
        return controls == null
                ? weights
                : (node, part) ->
                        node.name().equals(LOGITS) ? firstColumns(weights.get(node, part)) : weights.get(node, part);
    }

    /** Of each row, [in, class] or [class], what is of the classes that answer. */
    private float[] firstColumns(float[] all) {
        float[] first = new float[all.length / classes * answers()];
        for (int row = 0; row < all.length / classes; row++) {
            System.arraycopy(all, row * classes, first, row * answers(), answers());
        }
        return first;
    }

    /** The shapes of the pixels and of every node's result, by name. */
    public Map<String, Shape> shapes() {
        return shapesOf(channels, side, nodes);
    }

    /** Whether a node reads the pixels directly and not through a view. */
    public boolean readsPixels() {
        return nodes.stream().anyMatch(node -> node.inputs().contains(PIXELS) && !(node.op() instanceof Op.View));
    }

    /** How many cell types a network distinguishes in its input; 0 if it does not read them. */
    public int cellTypes() {
        return nodes.stream()
                .mapToInt(node -> node.op() instanceof Op.CellType of ? of.types() : 0)
                .sum();
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
