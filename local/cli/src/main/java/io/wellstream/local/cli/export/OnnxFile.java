package io.wellstream.local.cli.export;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.local.cli.terminal.UserError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Inputs, outputs and operator set of an ONNX file. Reading it opens it in ONNX Runtime, which proves that it can be used.
 *
 * @param opset version of the standard operators
 */
public record OnnxFile(long opset, List<Tensor> inputs, List<Tensor> outputs) {
    /**
     * An input or output tensor.
     *
     * @param type as ONNX Runtime names it
     * @param shape -1 for a size that may vary
     */
    record Tensor(String name, String type, List<Long> shape) {}

    public static OnnxFile read(byte[] onnx) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx, options)) {
            return new OnnxFile(
                    opsetOf(onnx),
                    tensors(session.getInputInfo().values()),
                    tensors(session.getOutputInfo().values()));
        } catch (OrtException | InvalidProtocolBufferException e) {
            throw new UserError("ONNX Runtime cannot open the model: " + e.getMessage(), e);
        }
    }

    private static List<Tensor> tensors(Collection<NodeInfo> nodes) {
        List<Tensor> tensors = new ArrayList<>();
        for (NodeInfo node : nodes) {
            if (node.getInfo() instanceof TensorInfo info) {
                List<Long> shape = LongStream.of(info.getShape()).boxed().toList();
                tensors.add(new Tensor(node.getName(), info.type.toString(), shape));
            }
        }
        return tensors;
    }

    /** ONNX Runtime has no call that gives it. */
    private static long opsetOf(byte[] onnx) throws InvalidProtocolBufferException {
        return OnnxMl.ModelProto.parseFrom(onnx).getOpsetImportList().stream()
                .filter(operators -> operators.getDomain().isEmpty())
                .mapToLong(OnnxMl.OperatorSetIdProto::getVersion)
                .findFirst()
                .orElseThrow(() -> new UserError("the model does not declare a version of the standard operators"));
    }
}
