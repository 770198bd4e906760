package io.wellstream.local.cli.export;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.wellstream.local.cli.terminal.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What an ONNX file says of itself. It is opened by ONNX Runtime, so that what is told of it is known to work.
 *
 * @param opset version of the standard operators
 */
public record OnnxFile(long opset, List<Tensor> inputs, List<Tensor> outputs) {
    private static final int OPSET_IMPORT = 8; // fields of onnx.proto3
    private static final int DOMAIN = 1;
    private static final int VERSION = 2;

    /**
     * A tensor that enters or leaves.
     *
     * @param type as ONNX Runtime names it
     * @param shape -1 where any size will do
     */
    record Tensor(String name, String type, List<Long> shape) {}

    public static OnnxFile read(byte[] onnx) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx, options)) {
            return new OnnxFile(
                    opsetOf(onnx),
                    tensors(session.getInputInfo().values()),
                    tensors(session.getOutputInfo().values()));
        } catch (OrtException | IOException e) {
            throw new UserError("ONNX Runtime does not open the model: " + e.getMessage(), e);
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

    /** The runtime knows it and does not tell. */
    private static long opsetOf(byte[] onnx) throws IOException {
        CodedInputStream model = CodedInputStream.newInstance(onnx);
        for (int tag = model.readTag(); tag != 0; tag = model.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == OPSET_IMPORT) {
                long version = standardVersion(model.readBytes().newCodedInput());
                if (version > 0) {
                    return version;
                }
            } else {
                model.skipField(tag);
            }
        }
        throw new UserError("the model does not say which operators it uses");
    }

    /** 0 for the operators of somebody else. */
    private static long standardVersion(CodedInputStream operators) throws IOException {
        String domain = "";
        long version = 0;
        for (int tag = operators.readTag(); tag != 0; tag = operators.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case DOMAIN -> domain = operators.readString();
                case VERSION -> version = operators.readInt64();
                default -> operators.skipField(tag);
            }
        }
        return domain.isEmpty() ? version : 0;
    }
}
