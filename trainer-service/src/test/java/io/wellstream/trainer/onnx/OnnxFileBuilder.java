package io.wellstream.trainer.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.wellstream.wire.Floats;
import java.util.List;

/** An ONNX file under construction, as another program would write it. */
public final class OnnxFileBuilder {
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

    /** Adds a tensor whose numbers are raw bytes. */
    public OnnxFileBuilder tensor(String name, List<Long> shape, float... numbers) {
        return tensor(described(name, shape).setRawData(ByteString.copyFrom(Floats.littleEndian(numbers))));
    }

    /** Adds a tensor whose numbers are a list. */
    public OnnxFileBuilder list(String name, List<Long> shape, float... numbers) {
        return tensor(described(name, shape).addAllFloatData(Floats.list(numbers)));
    }

    OnnxFileBuilder tensor(TensorProto.Builder tensor) {
        graph.addInitializer(tensor);
        return this;
    }

    static TensorProto.Builder described(String name, List<Long> shape) {
        return TensorProto.newBuilder().setName(name).addAllDims(shape).setDataType(TensorProto.DataType.FLOAT_VALUE);
    }

    public OnnxFileBuilder node(String operator, String output, String... inputs) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output));
        return this;
    }

    public byte[] bytes() {
        return ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build().toByteArray();
    }
}
