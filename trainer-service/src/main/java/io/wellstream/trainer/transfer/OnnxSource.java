package io.wellstream.trainer.transfer;

import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Weight;
import io.wellstream.trainer.onnx.OnnxTensors;
import java.nio.file.Path;
import java.util.Map;

/** The weights of an ONNX file, under the names that Wellstream or torchvision give them. */
record OnnxSource(OnnxTensors file, Map<Weight, OnnxPart> parts, WeightMatch match) implements StartSource {
    /** @throws io.wellstream.trainer.onnx.RefusedOnnxException if it is not an ONNX file with its weights in it */
    static OnnxSource open(Path path, NetworkSpec network) {
        OnnxTensors file = OnnxTensors.open(path);
        OnnxMatch match = OnnxMatch.of(network, file);
        return new OnnxSource(file, match.parts(), match.report());
    }

    @Override
    public float[] numbers(Weight weight) {
        OnnxPart part = parts.get(weight);
        if (part == null) {
            throw new IllegalArgumentException("the file has no `" + weight.name() + "`");
        }
        return part.numbers(file);
    }

    @Override
    public void close() {
        file.close();
    }
}
