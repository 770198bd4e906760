package io.wellstream.trainer.onnx;

import static io.wellstream.trainer.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.wellstream.trainer.network.NamedWeights;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.network.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Exports a network as ONNX, operator set {@value #OPSET}: a float input {@code pixels} [sample, channel, y, x], normalised
 * already, an input {@code cell-type} [sample, type] if the network reads it, an output {@code logits} [sample, class], and an output {@code embedding} [sample, feature], the input of the last
 * layer. Tensors have the names of the network's nodes. Batch norms stay separate operators with their statistics as tensors;
 * runtimes fold them. Dropout does nothing outside training and is left out, and so is a head for controls.
 *
 * <p>The measuring form differs only in its batch norms: they normalise by the mean and the variance of the current batch, as
 * in training. These statistics are outputs too, with the names of the constants that they replace. Each layer reads what
 * the layers before it, normalised in the same way, compute from the batch.
 */
public final class OnnxExporter {
    /** Supported by ONNX Runtime 1.12 and later. */
    public static final int OPSET = 17;

    /** The output with the input of the last layer: sites that look similar to the network are close to each other in it. */
    public static final String EMBEDDING = "embedding";

    private static final int IR_VERSION = 8;

    /** The statistics by which batch norms normalise. */
    private enum Form {
        /** Those of training. */
        INFERENCE,
        /** Those of the current batch. */
        MEASURING
    }

    private final NetworkSpec spec;
    private final NamedWeights weights;
    private final Form form;
    private final OnnxGraph graph;
    private final Map<String, Shape> shapes;
    private final Map<String, String> tensors = new HashMap<>(); // node -> the tensor with its result

    private OnnxExporter(NetworkSpec spec, NamedWeights weights, Form form) {
        this.spec = spec;
        this.weights = weights;
        this.form = form;
        this.graph = new OnnxGraph(spec.name());
        this.shapes = spec.shapes();
    }

    /** Writes the network; the stream stays open. */
    public static void export(NetworkSpec spec, NamedWeights weights, OutputStream out) throws IOException {
        new OnnxExporter(spec.published(), spec.published(weights), Form.INFERENCE).export(out);
    }

    /** Writes the form that normalises each batch by its own statistics; the stream stays open. */
    public static void exportMeasuring(NetworkSpec spec, NamedWeights weights, OutputStream out) throws IOException {
        new OnnxExporter(spec.published(), spec.published(weights), Form.MEASURING).export(out);
    }

    private void export(OutputStream out) throws IOException {
        graph.input(NetworkSpec.PIXELS, spec.channels(), spec.side(), spec.side());
        tensors.put(NetworkSpec.PIXELS, NetworkSpec.PIXELS);
        for (Node node : spec.nodes()) {
            tensors.put(node.name(), write(node, inputs(node)));
        }
        graph.output(NetworkSpec.LOGITS, spec.classes());
        Node last = spec.nodes().getLast();
        graph.node("Identity", EMBEDDING, List.of(inputs(last).getFirst()));
        graph.output(EMBEDDING, in(last));
        graph.write(IR_VERSION, OPSET, out);
    }

    /** The tensors with the inputs of the node. */
    private List<String> inputs(Node node) {
        return node.inputs().stream()
                .map(input -> tensors.getOrDefault(input, input))
                .toList();
    }

    /** Adds one node; returns the name of the tensor with its result. */
    private String write(Node node, List<String> inputs) {
        String name = node.name();
        return switch (node.op()) {
            case Op.ChannelOf pick -> channel(name, pick.channel(), inputs.getFirst());
            case Op.CellType of -> {
                graph.input(name, of.types());
                yield name;
            }
            case Op.SpaceToDepth fold -> graph.node("SpaceToDepth", name, inputs, attribute("blocksize", fold.block()));
            case Op.Composite composite -> composite(name, composite.weights(), inputs.getFirst());
            case Op.Convolution conv -> convolution(node, conv, inputs.getFirst());
            case Op.BatchNorm norm -> batchNorm(node, norm, inputs.getFirst());
            case Op.Relu _ -> graph.node("Relu", name, inputs);
            case Op.MaxPool pool ->
                pool.padding() == 0
                        ? graph.node(
                                "MaxPool",
                                name,
                                inputs,
                                square("kernel_shape", pool.size()),
                                square("strides", pool.stride()))
                        : graph.node(
                                "MaxPool",
                                name,
                                inputs,
                                square("kernel_shape", pool.size()),
                                square("strides", pool.stride()),
                                pads(pool.padding()));
            case Op.AveragePool pool ->
                graph.node(
                        "AveragePool",
                        name,
                        inputs,
                        square("kernel_shape", pool.size()),
                        square("strides", pool.size()));
            case Op.GlobalAverage _ ->
                graph.node("Flatten", name, List.of(graph.node("GlobalAveragePool", name + "/maps", inputs)));
            case Op.Add _ -> graph.node("Add", name, inputs);
            case Op.Concatenate _ -> graph.node("Concat", name, inputs, attribute("axis", 1));
            case Op.Dropout _ -> inputs.getFirst();
            case Op.Dense _ -> dense(node, inputs.getFirst());
            case Op.L2Normalize _ -> unit(name, inputs.getFirst(), 1);
            case Op.Cosine cosine -> cosine(node, cosine, inputs.getFirst());
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
        return graph.node(
                "Conv",
                node.name(),
                inputs,
                square("kernel_shape", conv.kernel()),
                square("strides", conv.stride()),
                pads(conv.padding()));
    }

    private String batchNorm(Node node, Op.BatchNorm norm, String input) {
        int channels = in(node);
        String gain = weights(node, "gain", channels);
        String offset = weights(node, "offset", channels);
        String mean = node.name() + "/mean";
        String variance = node.name() + "/variance";
        switch (form) {
            case INFERENCE -> {
                weights(node, "mean", channels);
                weights(node, "variance", channels);
            }
            case MEASURING -> measure(node, input, mean, variance);
        }
        return graph.node(
                "BatchNormalization",
                node.name(),
                List.of(input, gain, offset, mean, variance),
                attribute("epsilon", (float) norm.epsilon()));
    }

    /** Computes mean and variance of each channel over the batch; subtracts the mean first, so that the variance loses no precision. */
    private void measure(Node node, String input, String mean, String variance) {
        boolean vector = shape(node.inputs().getFirst()).isVector();
        AttributeProto axes = attribute("axes", vector ? List.of(0L) : List.of(0L, 2L, 3L));
        String part = node.name() + "/batch";
        String kept = graph.node("ReduceMean", part + "/mean", List.of(input), axes, attribute("keepdims", 1));
        graph.node("Reshape", mean, List.of(kept, graph.constant(part + "/shape", -1)));
        String centred = graph.node("Sub", part + "/centred", List.of(input, kept));
        String square = graph.node("Mul", part + "/square", List.of(centred, centred));
        graph.node("ReduceMean", variance, List.of(square), axes, attribute("keepdims", 0));
        graph.vectorOutput(mean, in(node));
        graph.vectorOutput(variance, in(node));
    }

    private String dense(Node node, String input) {
        int units = channelsOf(node.name());
        String w = weights(node, "weights", in(node), units);
        String bias = weights(node, "bias", units);
        return graph.node("Gemm", node.name(), List.of(input, w, bias));
    }

    /** The vectors along an axis, divided by their lengths. */
    private String unit(String name, String input, long axis) {
        String length = graph.node(
                "ReduceL2",
                name + "/length",
                List.of(input),
                attribute("axes", List.of(axis)),
                attribute("keepdims", 1));
        String shortest = graph.constant(name + "/shortest", () -> new float[] {(float) Op.L2Normalize.SHORTEST}, 1);
        return graph.node("Div", name, List.of(input, graph.node("Max", name + "/divisor", List.of(length, shortest))));
    }

    private String cosine(Node node, Op.Cosine cosine, String input) {
        String name = node.name();
        String columns = unit(name + "/units", weights(node, "weights", in(node), cosine.units()), 0);
        String scale = graph.constant(name + "/scale", () -> new float[] {(float) cosine.scale()}, 1);
        return graph.node("Mul", name, List.of(graph.node("MatMul", name + "/cosine", List.of(input, columns)), scale));
    }

    private String composite(String name, List<List<Double>> weights, String input) {
        float[] numbers = new float[weights.size() * spec.channels()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] =
                    weights.get(i / spec.channels()).get(i % spec.channels()).floatValue();
        }
        String kernel = graph.constant(name + "/weights", () -> numbers, weights.size(), spec.channels(), 1, 1);
        return graph.node("Conv", name, List.of(input, kernel), square("kernel_shape", 1));
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
            throw new IllegalArgumentException("network " + spec.name() + " has no node `" + name + "`");
        }
        return shape;
    }

    private static AttributeProto pads(long side) {
        return attribute("pads", List.of(side, side, side, side));
    }

    private static AttributeProto square(String name, long side) {
        return attribute(name, List.of(side, side));
    }
}
