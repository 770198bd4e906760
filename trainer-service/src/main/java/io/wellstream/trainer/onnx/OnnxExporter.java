package io.wellstream.trainer.onnx;

import io.wellstream.trainer.network.NamedWeights;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.network.Shape;
import io.wellstream.trainer.onnx.OnnxGraph.Attribute;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a network as ONNX, operator set {@value #OPSET}: one float input {@code pixels} [sample, channel, y, x],
 * already normalised, an output {@code logits} [sample, class], and an output {@code embedding} [sample, feature]: what the
 * last layer reads. Tensors keep the names of the network's nodes.
 * Batch norms stay operators of their own, with their statistics as tensors; runtimes fold them. Dropout does nothing
 * outside training and is left out.
 *
 * <p>The measuring form differs in this alone: a batch norm normalises by the mean and variance of the batch at hand, as in training,
 * and these are outputs too, named as the constants whose place they take. Each layer so sees what the layers before it, normalised
 * likewise, make of the batch.
 */
public final class OnnxExporter {
    /** Understood by ONNX Runtime 1.12 and later. */
    public static final int OPSET = 17;

    /** The output that holds what the last layer reads: sites that look alike to the network are near each other in it. */
    public static final String EMBEDDING = "embedding";

    private static final int IR_VERSION = 8;

    /** By what a batch norm normalises. */
    private enum Form {
        /** The statistics of training. */
        ANSWERING,
        /** Those of the batch. */
        MEASURING
    }

    private final NetworkSpec spec;
    private final NamedWeights weights;
    private final Form form;
    private final OnnxGraph graph;
    private final Map<String, Shape> shapes;
    private final Map<String, String> tensors = new HashMap<>(); // node -> the tensor that holds its result

    private OnnxExporter(NetworkSpec spec, NamedWeights weights, Form form) {
        this.spec = spec;
        this.weights = weights;
        this.form = form;
        this.graph = new OnnxGraph(spec.name());
        this.shapes = spec.shapes();
    }

    /** Writes the network as a stream, which stays open. */
    public static void export(NetworkSpec spec, NamedWeights weights, OutputStream out) throws IOException {
        new OnnxExporter(spec, weights, Form.ANSWERING).export(out);
    }

    /** The form that normalises each batch by the batch itself. */
    public static void exportMeasuring(NetworkSpec spec, NamedWeights weights, OutputStream out) throws IOException {
        new OnnxExporter(spec, weights, Form.MEASURING).export(out);
    }

    private void export(OutputStream out) throws IOException {
        graph.input(NetworkSpec.PIXELS, "sample", spec.channels(), spec.side(), spec.side());
        tensors.put(NetworkSpec.PIXELS, NetworkSpec.PIXELS);
        for (Node node : spec.nodes()) {
            tensors.put(node.name(), write(node, inputs(node)));
        }
        graph.output(NetworkSpec.LOGITS, "sample", spec.classes());
        Node last = spec.nodes().getLast();
        graph.node("Identity", EMBEDDING, List.of(inputs(last).getFirst()));
        graph.output(EMBEDDING, "sample", in(last));
        graph.write(IR_VERSION, OPSET, out);
    }

    /** The tensors that hold what the node reads. */
    private List<String> inputs(Node node) {
        return node.inputs().stream()
                .map(input -> tensors.getOrDefault(input, input))
                .toList();
    }

    /** Writes one node and gives the name of the tensor that holds its result. */
    private String write(Node node, List<String> inputs) {
        String name = node.name();
        return switch (node.op()) {
            case Op.ChannelOf pick -> channel(name, pick.channel(), inputs.getFirst());
            case Op.SpaceToDepth fold ->
                graph.node("SpaceToDepth", name, inputs, new Attribute.Whole("blocksize", fold.block()));
            case Op.Convolution conv -> convolution(node, conv, inputs.getFirst());
            case Op.BatchNorm norm -> batchNorm(node, norm, inputs.getFirst());
            case Op.Relu _ -> graph.node("Relu", name, inputs);
            case Op.MaxPool pool ->
                graph.node(
                        "MaxPool", name, inputs, square("kernel_shape", pool.size()), square("strides", pool.size()));
            case Op.GlobalAverage _ ->
                graph.node("Flatten", name, List.of(graph.node("GlobalAveragePool", name + "/maps", inputs)));
            case Op.Add _ -> graph.node("Add", name, inputs);
            case Op.Concatenate _ -> graph.node("Concat", name, inputs, new Attribute.Whole("axis", 1));
            case Op.Dropout _ -> inputs.getFirst();
            case Op.Dense _ -> dense(node, inputs.getFirst());
        };
    }

    private String channel(String name, int channel, String input) {
        String start = graph.constant(name + "/start", channel);
        String end = graph.constant(name + "/end", channel + 1L);
        String axis = graph.constant(name + "/axis", 1);
        return graph.node("Slice", name, List.of(input, start, end, axis));
    }

    private String convolution(Node node, Op.Convolution conv, String input) {
        String w = weights(node, "kernel", conv.filters(), in(node), conv.kernel(), conv.kernel());
        List<String> inputs =
                conv.bias() ? List.of(input, w, weights(node, "bias", conv.filters())) : List.of(input, w);
        int p = conv.padding();
        return graph.node(
                "Conv",
                node.name(),
                inputs,
                square("kernel_shape", conv.kernel()),
                square("strides", conv.stride()),
                new Attribute.Wholes("pads", List.of(p, p, p, p)));
    }

    private String batchNorm(Node node, Op.BatchNorm norm, String input) {
        int channels = in(node);
        String gain = weights(node, "gain", channels);
        String offset = weights(node, "offset", channels);
        String mean = node.name() + "/mean";
        String variance = node.name() + "/variance";
        switch (form) {
            case ANSWERING -> {
                weights(node, "mean", channels);
                weights(node, "variance", channels);
            }
            case MEASURING -> measure(node, input, mean, variance);
        }
        return graph.node(
                "BatchNormalization",
                node.name(),
                List.of(input, gain, offset, mean, variance),
                new Attribute.Real("epsilon", (float) norm.epsilon()));
    }

    /** Takes mean and variance of each channel over the batch; the variance from what is left without the mean, which loses no digits. */
    private void measure(Node node, String input, String mean, String variance) {
        boolean vector = shape(node.inputs().getFirst()).isVector();
        Attribute axes = new Attribute.Wholes("axes", vector ? List.of(0) : List.of(0, 2, 3));
        String part = node.name() + "/batch";
        String kept =
                graph.node("ReduceMean", part + "/mean", List.of(input), axes, new Attribute.Whole("keepdims", 1));
        graph.node("Reshape", mean, List.of(kept, graph.constant(part + "/shape", -1)));
        String centred = graph.node("Sub", part + "/centred", List.of(input, kept));
        String square = graph.node("Mul", part + "/square", List.of(centred, centred));
        graph.node("ReduceMean", variance, List.of(square), axes, new Attribute.Whole("keepdims", 0));
        graph.vectorOutput(mean, in(node));
        graph.vectorOutput(variance, in(node));
    }

    private String dense(Node node, String input) {
        int units = channelsOf(node.name());
        String w = weights(node, "weights", in(node), units);
        String bias = weights(node, "bias", units);
        return graph.node("Gemm", node.name(), List.of(input, w, bias));
    }

    private String weights(Node node, String part, long... dimensions) {
        return graph.constant(node.name() + "/" + part, () -> weights.get(node, part), dimensions);
    }

    private int in(Node node) {
        return channelsOf(node.inputs().getFirst());
    }

    private int channelsOf(String name) {
        return shape(name).channels();
    }

    private Shape shape(String name) {
        Shape shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("no node `" + name + "` in network " + spec.name());
        }
        return shape;
    }

    private static Attribute square(String name, int side) {
        return new Attribute.Wholes(name, List.of(side, side));
    }
}
