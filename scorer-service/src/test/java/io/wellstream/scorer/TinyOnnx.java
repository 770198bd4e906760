package io.wellstream.scorer;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Writes the smallest network that a test can compute by hand: logits = channel means × weights + bias; the channel means are the embedding. */
public final class TinyOnnx {
    private TinyOnnx() {}

    /**
     * @param weights [channel][class]
     * @param bias [class]
     */
    public static byte[] linear(int side, float[][] weights, float... bias) {
        int channels = weights.length;
        return model(graph(side, weights, bias)
                .addNode(node("Gemm", "logits", "means", "weights", "bias"))
                .addNode(node("Identity", "embedding", "means"))
                .addOutput(value("embedding", -1, channels)));
    }

    /**
     * Reads the cell type alone: logits = its row of the weights.
     *
     * @param weights [cell type][class]
     */
    public static byte[] ofCellTypes(int side, int channels, float[][] weights) {
        int classes = weights[0].length;
        return model(graph(side, new float[channels][classes], new float[classes])
                .addInput(value("cell-type", -1, weights.length))
                .addInitializer(tensor("of-types", rows(weights), weights.length, classes))
                .addNode(node("Gemm", "logits", "cell-type", "of-types", "bias"))
                .addNode(node("Identity", "embedding", "means"))
                .addOutput(value("embedding", -1, channels)));
    }

    /**
     * The same with a batch norm called {@code norm} on the channel means, of gain 1 and offset 0.
     *
     * @param mean of the training, [channel]
     */
    public static byte[] normed(int side, float[] mean, float[] variance, float[][] weights, float... bias) {
        return model(normed(graph(side, weights, bias), weights.length)
                .addInitializer(tensor("norm/mean", mean, mean.length))
                .addInitializer(tensor("norm/variance", variance, variance.length)));
    }

    /** The same, normalising by the batch itself, whose statistics are outputs. */
    public static byte[] measuring(int side, float[][] weights, float... bias) {
        int channels = weights.length;
        return model(normed(
                graph(side, weights, bias)
                        .addNode(meanOfBatch("norm/mean", "means"))
                        .addNode(node("Sub", "centred", "means", "norm/mean"))
                        .addNode(node("Mul", "square", "centred", "centred"))
                        .addNode(meanOfBatch("norm/variance", "square"))
                        .addOutput(value("norm/mean", channels))
                        .addOutput(value("norm/variance", channels)),
                channels));
    }

    /** From the pixels to the channel means, and the weights that later nodes read. */
    private static GraphProto.Builder graph(int side, float[][] weights, float[] bias) {
        int channels = weights.length;
        return GraphProto.newBuilder()
                .setName("tiny")
                .addNode(node("GlobalAveragePool", "pooled", "pixels"))
                .addNode(node("Flatten", "means", "pooled"))
                .addInitializer(tensor("weights", rows(weights), channels, bias.length))
                .addInitializer(tensor("bias", bias, bias.length))
                .addInput(value("pixels", -1, channels, side, side))
                .addOutput(value("logits", -1, bias.length));
    }

    private static GraphProto.Builder normed(GraphProto.Builder graph, int channels) {
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        return graph.addInitializer(tensor("gain", ones, channels))
                .addInitializer(tensor("offset", new float[channels], channels))
                .addNode(node("BatchNormalization", "norm", "means", "gain", "offset", "norm/mean", "norm/variance"))
                .addNode(node("Gemm", "logits", "norm", "weights", "bias"));
    }

    private static byte[] model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .build()
                .toByteArray();
    }

    private static NodeProto.Builder meanOfBatch(String output, String input) {
        return node("ReduceMean", output, input)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("axes")
                        .setType(AttributeProto.AttributeType.INTS)
                        .addInts(0))
                .addAttribute(AttributeProto.newBuilder()
                        .setName("keepdims")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(0));
    }

    private static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder().setOpType(operator).addOutput(output).addAllInput(List.of(inputs));
    }

    /** Row after row. */
    private static float[] rows(float[][] matrix) {
        float[] flat = new float[matrix.length * matrix[0].length];
        for (int row = 0; row < matrix.length; row++) {
            System.arraycopy(matrix[row], 0, flat, row * matrix[0].length, matrix[0].length);
        }
        return flat;
    }

    private static TensorProto.Builder tensor(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(bytes));
        Arrays.stream(shape).forEach(tensor::addDims);
        return tensor;
    }

    /** A dimension of -1 is free. */
    private static ValueInfoProto.Builder value(String name, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (long dimension : shape) {
            TensorShapeProto.Dimension.Builder one = dimensions.addDimBuilder();
            if (dimension < 0) {
                one.setDimParam("sample");
            } else {
                one.setDimValue(dimension);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(dimensions)));
    }
}
