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
import com.google.protobuf.WireFormat;
import io.wellstream.wire.Floats;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * An ONNX graph under construction. It is written as a stream, part by part, in the order in which the parts were added: so
 * equal networks give equal bytes in every version. Float tensors are read only when they are written, one at a time.
 */
final class OnnxGraph {
    private final List<Part> parts = new ArrayList<>();

    /** A part of the graph, and its size in bytes. */
    private record Part(long size, Content content) {
        private interface Content {
            void writeTo(CodedOutputStream out) throws IOException;
        }
    }

    OnnxGraph(String name) {
        add(GraphProto.newBuilder().setName(name));
    }

    /** Adds a float tensor, whose values are read when it is written; returns its name. */
    String constant(String name, Supplier<float[]> values, long... dimensions) {
        long count = LongStream.of(dimensions).reduce(1, Math::multiplyExact);
        return constant(
                name,
                TensorProto.DataType.FLOAT,
                count * Float.BYTES,
                () -> Floats.littleEndian(values.get()),
                dimensions);
    }

    /** Adds a vector of one integer, the form in which some operators take their settings; returns its name. */
    String constant(String name, long value) {
        ByteBuffer raw =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        return constant(name, TensorProto.DataType.INT64, Long.BYTES, raw::array, 1);
    }

    /** The raw data are the last field of a tensor, and a tensor is a field of the graph. */
    private String constant(
            String name, TensorProto.DataType type, long bytes, Supplier<byte[]> raw, long... dimensions) {
        TensorProto tensor = TensorProto.newBuilder()
                .addAllDims(LongStream.of(dimensions).boxed().toList())
                .setDataType(type.getNumber())
                .setName(name)
                .build();
        long tensorSize = tensor.getSerializedSize() + headerSize(TensorProto.RAW_DATA_FIELD_NUMBER, bytes) + bytes;
        long size = headerSize(GraphProto.INITIALIZER_FIELD_NUMBER, tensorSize) + tensorSize;
        parts.add(new Part(size, out -> {
            writeHeader(out, GraphProto.INITIALIZER_FIELD_NUMBER, tensorSize);
            tensor.writeTo(out);
            writeHeader(out, TensorProto.RAW_DATA_FIELD_NUMBER, bytes);
            byte[] data = raw.get();
            if (data.length != bytes) {
                throw new IllegalArgumentException(
                        "tensor " + name + " has " + data.length + " bytes; expected " + bytes);
            }
            out.writeRawBytes(data);
        }));
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

    /** Writes a model with this graph; the stream stays open. */
    void write(int irVersion, int opset, OutputStream stream) throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(stream);
        ModelProto.newBuilder()
                .setIrVersion(irVersion)
                .setProducerName("wellstream")
                .build()
                .writeTo(out);
        writeHeader(
                out,
                ModelProto.GRAPH_FIELD_NUMBER,
                parts.stream().mapToLong(Part::size).sum());
        for (Part part : parts) {
            part.content().writeTo(out);
        }
        ModelProto.newBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .build()
                .writeTo(out);
        out.flush();
    }

    private static int headerSize(int field, long length) {
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt64SizeNoTag(length);
    }

    private static void writeHeader(CodedOutputStream out, int field, long length) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt64NoTag(length);
    }

    private void add(GraphProto.Builder part) {
        GraphProto built = part.build();
        parts.add(new Part(built.getSerializedSize(), built::writeTo));
    }
}
