package io.wellstream.trainer.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.onnx.OnnxExporter;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the exported ONNX network with the engine, after training and on new pixels. */
class OnnxExportTest {
    static List<NetworkSpec> networks() {
        return TinyTraining.everyKindOfNetwork();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void onnxRuntimeGivesTheLogitsOfTheEngine(NetworkSpec spec) throws OrtException {
        try (Network network = TinyTraining.engine().create(spec, TinyTraining.ADAM, 7)) {
            for (int step = 0; step < 4; step++) { // so that the running statistics change from their initial values
                network.step(TinyTraining.batch(spec, 8, step), 1e-2, step);
            }
            Batch unseen = TinyTraining.batch(spec, 5, 99);

            float[][] logits = OnnxRuntime.run(Saved.bytes(network::toOnnx), unseen, NetworkSpec.LOGITS);

            assertClose(logits, network.logits(unseen));
        }
    }

    @ParameterizedTest
    @MethodSource("recommended")
    void onnxRuntimeGivesTheLogitsOfTheEngineOnRealSites(NetworkSpec spec) throws Exception {
        Batch real = RealSites.batch(spec);
        try (Network network = TinyTraining.engine().create(spec, TinyTraining.ADAM, 7)) {
            for (int step = 0; step < 4; step++) {
                network.step(real, 1e-2, step);
            }

            float[][] logits = OnnxRuntime.run(Saved.bytes(network::toOnnx), real, NetworkSpec.LOGITS);

            assertThat(logits).hasDimensions(3, spec.classes());
            assertClose(logits, network.logits(real));
        }
    }

    static List<NetworkSpec> recommended() {
        return List.of(TinyTraining.resnet(), TinyTraining.sixBranch());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theEmbeddingIsTheInputOfTheLastLayer(NetworkSpec spec) throws OrtException {
        try (Dl4jNetwork network = Dl4jNetwork.create(new NetworkDefinition(spec, TinyTraining.ADAM, 7))) {
            for (int step = 0; step < 4; step++) {
                network.step(TinyTraining.batch(spec, 8, step), 1e-2, step);
            }
            Batch unseen = TinyTraining.batch(spec, 5, 99);

            float[][] embeddings = OnnxRuntime.run(Saved.bytes(network::toOnnx), unseen, OnnxExporter.EMBEDDING);

            String read = spec.nodes().getLast().inputs().getFirst();
            float[][] expected = network.graph()
                    .output(List.of(read), false, new BatchArrays(spec).inputs(unseen), null)[0]
                    .toFloatMatrix();
            assertThat(embeddings).hasDimensions(expected.length, expected[0].length);
            assertClose(embeddings, expected);
        }
    }

    private static void assertClose(float[][] rows, float[][] expected) {
        for (int s = 0; s < expected.length; s++) {
            assertThat(rows[s]).containsExactly(expected[s], within(expected[s]));
        }
    }

    private static Offset<Float> within(float[] values) {
        float largest = 1;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return Offset.offset(1e-4f * largest);
    }
}
