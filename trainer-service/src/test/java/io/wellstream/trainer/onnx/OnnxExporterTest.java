package io.wellstream.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.wellstream.trainer.network.NamedWeights;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.network.Shape;
import io.wellstream.wire.keys.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxExporterTest {
    /** A trainer of a newer version may publish again what an older one has put under the same key: the bytes must be equal. */
    @ParameterizedTest
    @CsvSource({
        "six-branch, 4bf125a42b027104a9d74e8093b7beae59fade418327a89798d9cdd94abb4769, ca066fbad171f08e142d0b27f145f0171a354353eb1651f8545fe98b32b60ac8",
        "stacked-resnet, 3f01233a4e92c1fb438145549f9bf8bd64d6c305665bfc9c28cbcb103a98bb28, d041b8c59aadf6debfcaf9e9867efa37001099b58c43963f8b77c302cc97358e",
    })
    void theBytesOfANetworkNeverChange(String network, String inference, String measuring) throws IOException {
        NetworkSpec spec = spec(network);

        ByteArrayOutputStream inferenceForm = new ByteArrayOutputStream();
        OnnxExporter.export(spec, weights(spec), inferenceForm);
        ByteArrayOutputStream measuringForm = new ByteArrayOutputStream();
        OnnxExporter.exportMeasuring(spec, weights(spec), measuringForm);

        assertThat(List.of(Sha256.hexOf(inferenceForm.toByteArray()), Sha256.hexOf(measuringForm.toByteArray())))
                .containsExactly(inference, measuring);
    }

    @Test
    void aReaderOfOnnxFindsTheGraph() throws IOException {
        NetworkSpec spec = spec(NetworkSpecs.SIX_BRANCH);

        ByteArrayOutputStream written = new ByteArrayOutputStream();
        OnnxExporter.export(spec, weights(spec), written);
        ModelProto model = ModelProto.parseFrom(written.toByteArray());

        assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(OnnxExporter.OPSET);
        assertThat(model.getGraph().getName()).isEqualTo("six-branch");
        assertThat(model.getGraph().getInputList()).singleElement().satisfies(input -> assertThat(input.getName())
                .isEqualTo(NetworkSpec.PIXELS));
        assertThat(model.getGraph().getNodeList())
                .anySatisfy(node -> assertThat(node.getOutputList()).containsExactly(NetworkSpec.LOGITS));
        assertThat(model.getUnknownFields().asMap()).isEmpty();
    }

    private static NetworkSpec spec(String name) {
        return NetworkSpecs.named(new NetworkSettings(name, 1, 4, 0.5, 0, 6), 2, 8, 3);
    }

    /** Weights of the right sizes, each different. */
    private static NamedWeights weights(NetworkSpec spec) {
        Map<String, Shape> shapes = spec.shapes();
        Map<String, float[]> weights = new HashMap<>();
        for (Node node : spec.nodes()) {
            int in =
                    Objects.requireNonNull(shapes.get(node.inputs().getFirst())).channels();
            switch (node.op()) {
                case Op.Convolution conv -> {
                    put(weights, node, "kernel", conv.filters() * in * conv.kernel() * conv.kernel());
                    put(weights, node, "bias", conv.filters());
                }
                case Op.Dense dense -> {
                    put(weights, node, "weights", in * dense.units());
                    put(weights, node, "bias", dense.units());
                }
                case Op.BatchNorm _ -> {
                    put(weights, node, "gain", in);
                    put(weights, node, "offset", in);
                    put(weights, node, "mean", in);
                    put(weights, node, "variance", in);
                }
                default -> {}
            }
        }
        return (node, part) -> Objects.requireNonNull(weights.get(node.name() + "/" + part));
    }

    private static void put(Map<String, float[]> weights, Node node, String part, int size) {
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = (part.length() + i) / 64f;
        }
        weights.put(node.name() + "/" + part, numbers);
    }
}
