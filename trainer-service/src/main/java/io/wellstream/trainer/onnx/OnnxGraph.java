package io.wellstream.trainer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.wellstream.wire.Floats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * An ONNX graph under construction. It is written part by part, in the order in which the parts were added: so equal
 * networks give equal bytes in every version, and the whole graph is never in memory twice.
 */
final class OnnxGraph {
    private final List<GraphProto> parts = new ArrayList<>();

    OnnxGraph(String name) {
        add(GraphProto.newBuilder().setName(name));
    }

    /** Adds a float tensor with known values; returns its name. */
    String constant(String name, float[] values, long... dimensions) {
        return constant(name, TensorProto.DataType.FLOAT, Floats.littleEndian(values), dimensions);
    }

    /** Adds a vector of one integer, the form in which some operators take their settings; returns its name. */
    String constant(String name, long value) {
        ByteBuffer raw = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return constant(name, TensorProto.DataType.INT64, raw.putLong(value).array(), 1);
    }

    private String constant(String name, TensorProto.DataType type, byte[] raw, long... dimensions) {
        add(GraphProto.newBuilder()
                .addInitializer(TensorProto.newBuilder()
                        .addAllDims(LongStream.of(dimensions).boxed().toList())
                        .setDataType(type.getNumber())
                        .setName(name)
                        .setRawData(UnsafeByteOperations.unsafeWrap(raw))));
        return name;
    }

    /** Adds a node whose result is named {@code output}; returns that name. */
    String node(String operator, String output, List<String> inputs, AttributeProto... attributes) {
        add(GraphProto.newBuilder()
                .addNode(NodeProto.newBuilder()
                        .addAllInput(inputs)
                        .addOutput(output)
                        .setName(output)
                        .setOpType(operator)
                        .addAllAttribute(List.of(attributes))));
        return output;
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setI(value)
                .setType(AttributeProto.AttributeType.INT)
                .build();
    }

    static AttributeProto attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setF(value)
                .setType(AttributeProto.AttributeType.FLOAT)
                .build();
    }

    static AttributeProto attribute(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .addAllInts(values)
                .setType(AttributeProto.AttributeType.INTS)
                .build();
    }

    /** Adds a float tensor as input; its first dimension is the number of samples. */
    void input(String name, long... dimensions) {
        add(GraphProto.newBuilder().addInput(value(name, perSample(dimensions))));
    }

    /** Adds a float tensor as output; its first dimension is the number of samples. */
    void output(String name, long... dimensions) {
        add(GraphProto.newBuilder().addOutput(value(name, perSample(dimensions))));
    }

    /** Adds a vector of floats as output. */
    void vectorOutput(String name, long length) {
        add(GraphProto.newBuilder()
                .addOutput(value(name, TensorShapeProto.newBuilder().addDim(dimension(length)))));
    }

    private static ValueInfoProto.Builder value(String name, TensorShapeProto.Builder shape) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor));
    }

    private static TensorShapeProto.Builder perSample(long... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("sample"));
        LongStream.of(dimensions).forEach(length -> shape.addDim(dimension(length)));
        return shape;
    }

    private static TensorShapeProto.Dimension.Builder dimension(long length) {
        return TensorShapeProto.Dimension.newBuilder().setDimValue(length);
    }

    /** The bytes of a model with this graph. */
    byte[] model(int irVersion, int opset) {
        ModelProto head = ModelProto.newBuilder()
                .setIrVersion(irVersion)
                .setProducerName("wellstream")
                .build();
        ModelProto tail = ModelProto.newBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .build();
        int graph = parts.stream().mapToInt(GraphProto::getSerializedSize).sum();
        byte[] bytes = new byte
                [head.getSerializedSize()
                        + CodedOutputStream.computeTagSize(ModelProto.GRAPH_FIELD_NUMBER)
                        + CodedOutputStream.computeUInt32SizeNoTag(graph)
                        + graph
                        + tail.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            head.writeTo(out);
            out.writeTag(ModelProto.GRAPH_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(graph);
            for (GraphProto part : parts) {
                part.writeTo(out);
            }
            tail.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: the array has the exact size
        }
        return bytes;
    }

    private void add(GraphProto.Builder part) {
        parts.add(part.build());
    }
}
