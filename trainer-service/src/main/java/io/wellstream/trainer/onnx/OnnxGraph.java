package io.wellstream.trainer.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** An ONNX graph being written: tensors known in advance, and nodes that each give one tensor. */
final class OnnxGraph {
    private static final int CHUNK = 1 << 14; // numbers written at a time

    private final ProtoMessage graph = new ProtoMessage();

    /** One attribute of a node. */
    sealed interface Attribute {
        String name();

        /** A whole number. */
        record Whole(String name, long value) implements Attribute {}

        /** A list of whole numbers. */
        record Wholes(String name, List<Integer> values) implements Attribute {}

        /** A floating-point number. */
        record Real(String name, float value) implements Attribute {}
    }

    OnnxGraph(String name) {
        graph.text(Field.GRAPH_NAME, name);
    }

    /** A tensor of floats that the network carries; they are read when the model is written. Gives its name back. */
    String constant(String name, Supplier<float[]> values, long... dimensions) {
        long count = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
        return tensor(name, Field.FLOAT, count * Float.BYTES, out -> write(values.get(), count, out), dimensions);
    }

    /** A vector of one whole number, as some operators take their settings; gives its name back. */
    String constant(String name, long value) {
        byte[] raw = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return tensor(name, Field.INT64, raw.length, out -> out.write(raw), 1);
    }

    private String tensor(String name, int type, long bytes, ProtoMessage.Content raw, long... dimensions) {
        ProtoMessage tensor = new ProtoMessage();
        for (long dimension : dimensions) {
            tensor.integer(Field.TENSOR_DIMENSION, dimension);
        }
        tensor.integer(Field.TENSOR_DATA_TYPE, type)
                .text(Field.TENSOR_NAME, name)
                .bytes(Field.TENSOR_RAW_DATA, bytes, raw);
        graph.message(Field.GRAPH_INITIALIZER, tensor);
        return name;
    }

    private static void write(float[] values, long count, OutputStream out) throws IOException {
        if (values.length != count) {
            throw new IllegalArgumentException(values.length + " weights; expected " + count);
        }
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += CHUNK) {
            int length = Math.min(CHUNK, values.length - from);
            chunk.asFloatBuffer().put(values, from, length);
            out.write(chunk.array(), 0, length * Float.BYTES);
        }
    }

    /** A node whose result is named {@code output}; gives that name back. */
    String node(String operator, String output, List<String> inputs, Attribute... attributes) {
        ProtoMessage node = new ProtoMessage();
        inputs.forEach(input -> node.text(Field.NODE_INPUT, input));
        node.text(Field.NODE_OUTPUT, output).text(Field.NODE_NAME, output).text(Field.NODE_OP_TYPE, operator);
        for (Attribute attribute : attributes) {
            node.message(Field.NODE_ATTRIBUTE, message(attribute));
        }
        graph.message(Field.GRAPH_NODE, node);
        return output;
    }

    /** A float tensor that enters the graph; the first dimension is free. */
    void input(String name, String freeDimension, int... dimensions) {
        graph.message(Field.GRAPH_INPUT, value(name, freeDimension, dimensions));
    }

    /** A float tensor that leaves the graph; the first dimension is free. */
    void output(String name, String freeDimension, int... dimensions) {
        graph.message(Field.GRAPH_OUTPUT, value(name, freeDimension, dimensions));
    }

    /** A vector of floats that leaves the graph. */
    void vectorOutput(String name, int length) {
        graph.message(Field.GRAPH_OUTPUT, value(name, List.of(dimension(length))));
    }

    /** Writes the whole model. */
    void write(int irVersion, int opset, OutputStream out) throws IOException {
        new ProtoMessage()
                .integer(Field.MODEL_IR_VERSION, irVersion)
                .text(Field.MODEL_PRODUCER_NAME, "wellstream")
                .message(Field.MODEL_GRAPH, graph)
                .message(Field.MODEL_OPSET_IMPORT, new ProtoMessage().integer(Field.OPSET_VERSION, opset))
                .writeTo(out);
    }

    private static ProtoMessage message(Attribute attribute) {
        ProtoMessage message = new ProtoMessage().text(Field.ATTRIBUTE_NAME, attribute.name());
        switch (attribute) {
            case Attribute.Whole whole ->
                message.integer(Field.ATTRIBUTE_INT, whole.value())
                        .integer(Field.ATTRIBUTE_TYPE, Field.ATTRIBUTE_IS_INT);
            case Attribute.Wholes wholes -> {
                wholes.values().forEach(value -> message.integer(Field.ATTRIBUTE_INTS, value));
                message.integer(Field.ATTRIBUTE_TYPE, Field.ATTRIBUTE_IS_INTS);
            }
            case Attribute.Real real ->
                message.number(Field.ATTRIBUTE_FLOAT, real.value())
                        .integer(Field.ATTRIBUTE_TYPE, Field.ATTRIBUTE_IS_FLOAT);
        }
        return message;
    }

    private static ProtoMessage value(String name, String freeDimension, int... dimensions) {
        List<ProtoMessage> all = new ArrayList<>();
        all.add(new ProtoMessage().text(Field.DIMENSION_NAME, freeDimension));
        for (int dimension : dimensions) {
            all.add(dimension(dimension));
        }
        return value(name, all);
    }

    private static ProtoMessage dimension(int length) {
        return new ProtoMessage().integer(Field.DIMENSION_VALUE, length);
    }

    private static ProtoMessage value(String name, List<ProtoMessage> dimensions) {
        ProtoMessage shape = new ProtoMessage();
        dimensions.forEach(dimension -> shape.message(Field.SHAPE_DIMENSION, dimension));
        ProtoMessage tensor = new ProtoMessage()
                .integer(Field.TYPE_TENSOR_ELEMENT, Field.FLOAT)
                .message(Field.TYPE_TENSOR_SHAPE, shape);
        return new ProtoMessage()
                .text(Field.VALUE_NAME, name)
                .message(Field.VALUE_TYPE, new ProtoMessage().message(Field.TYPE_TENSOR, tensor));
    }
}
