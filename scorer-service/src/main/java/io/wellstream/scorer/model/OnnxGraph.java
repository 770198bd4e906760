package io.wellstream.scorer.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.wellstream.wire.Floats;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The graph of an ONNX file: ONNX Runtime executes it but does not expose its nodes and weights. Weights are not copied from the file's
 * bytes, so reading costs a fraction of a millisecond (docs/adr/0025).
 */
final class OnnxGraph {
    private final ModelProto model;

    private OnnxGraph(ModelProto model) {
        this.model = model;
    }

    /** A two-dimensional tensor, row after row. */
    record Matrix(FloatBuffer values, int rows, int columns) {
        float at(int row, int column) {
            return values.get(row * columns + column);
        }
    }

    /**
     * Reads a file; its bytes must not change afterwards.
     *
     * @throws IllegalArgumentException if it is not an ONNX file
     */
    static OnnxGraph read(byte[] bytes) {
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        in.enableAliasing(true);
        try {
            return new OnnxGraph(ModelProto.parseFrom(in));
        } catch (IOException e) {
            throw new IllegalArgumentException("not an ONNX file: " + e.getMessage(), e);
        }
    }

    /** The node that computes a tensor. */
    Optional<NodeProto> producer(String tensor) {
        return model.getGraph().getNodeList().stream()
                .filter(node -> node.getOutputList().contains(tensor))
                .findFirst();
    }

    /** The float initializer of this name, if it has two dimensions. */
    Optional<Matrix> matrix(String name) {
        return model.getGraph().getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name) && isFloat(tensor))
                .filter(tensor ->
                        tensor.getDimsCount() == 2 && !tensor.getRawData().isEmpty())
                .findFirst()
                .map(tensor -> new Matrix(
                        tensor.getRawData()
                                .asReadOnlyByteBuffer()
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .asFloatBuffer(),
                        Math.toIntExact(tensor.getDims(0)),
                        Math.toIntExact(tensor.getDims(1))));
    }

    /**
     * The file with other values in these initializers.
     *
     * @throws IllegalArgumentException if an initializer does not exist or has another length
     */
    byte[] with(Map<String, float[]> values) {
        ModelProto.Builder changed = model.toBuilder();
        GraphProto.Builder graph = changed.getGraphBuilder();
        Set<String> missing = new HashSet<>(values.keySet());
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto tensor = graph.getInitializer(i);
            float[] floats = values.get(tensor.getName());
            if (floats != null && isFloat(tensor)) {
                graph.setInitializer(i, with(tensor, floats));
                missing.remove(tensor.getName());
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("it has no float initializers " + missing);
        }
        return changed.build().toByteArray();
    }

    private static TensorProto with(TensorProto tensor, float[] values) {
        if (tensor.getRawData().size() != values.length * Float.BYTES) {
            throw new IllegalArgumentException("initializer '" + tensor.getName() + "' has "
                    + tensor.getRawData().size() + " bytes; expected " + values.length + " floats");
        }
        return tensor.toBuilder()
                .setRawData(UnsafeByteOperations.unsafeWrap(Floats.littleEndian(values)))
                .build();
    }

    private static boolean isFloat(TensorProto tensor) {
        return tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE;
    }
}
