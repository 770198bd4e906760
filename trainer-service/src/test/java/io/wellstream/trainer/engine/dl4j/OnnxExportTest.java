package io.wellstream.trainer.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import io.wellstream.trainer.onnx.OnnxExporter;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ONNX form answers as the engine does, on a trained network and pixels that it has not seen. */
class OnnxExportTest {
    static List<NetworkSpec> networks() {
        return List.of(
                TinyTraining.resnet(),
                TinyTraining.sixBranch(),
                // With a hidden layer, and a side that neither stride nor pooling divides.
                NetworkSpecs.named(new NetworkSettings(NetworkSpecs.STACKED_RESNET, 3, 8, 0, 0, 12), 6, 38, 4),
                NetworkSpecs.named(new NetworkSettings(NetworkSpecs.SIX_BRANCH, 4, 4, 0, 0, 8), 6, 37, 4));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void onnxRuntimeAnswersAsTheEngine(NetworkSpec spec) throws OrtException {
        try (Network network = TinyTraining.engine().create(spec, TinyTraining.ADAM, 7)) {
            for (int step = 0; step < 4; step++) { // so that running statistics are not their first values
                network.step(TinyTraining.batch(spec, 8, step), 1e-2, step);
            }
            Batch unseen = TinyTraining.batch(spec, 5, 99);

            byte[] model = network.toOnnx();
            float[][] answers = onnx(model, unseen, NetworkSpec.LOGITS);

            float[][] expected = network.logits(unseen);
            for (int s = 0; s < expected.length; s++) {
                assertThat(answers[s]).containsExactly(expected[s], within(expected[s]));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theEmbeddingIsWhatTheLastLayerReads(NetworkSpec spec) throws OrtException {
        try (Network network = TinyTraining.engine().create(spec, TinyTraining.ADAM, 7)) {
            Batch batch = TinyTraining.batch(spec, 5, 99);

            float[][] embeddings = onnx(network.toOnnx(), batch, OnnxExporter.EMBEDDING);

            int features = Objects.requireNonNull(
                            spec.shapes().get(spec.nodes().getLast().inputs().getFirst()))
                    .channels();
            assertThat(embeddings.length).isEqualTo(5);
            assertThat(embeddings[0]).hasSize(features);
        }
    }

    private static org.assertj.core.data.Offset<Float> within(float[] logits) {
        float largest = 1;
        for (float logit : logits) {
            largest = Math.max(largest, Math.abs(logit));
        }
        return org.assertj.core.data.Offset.offset(1e-4f * largest);
    }

    private static float[][] onnx(byte[] model, Batch batch, String output) throws OrtException {
        float[] pixels = new float[batch.values()];
        batch.toFloats(pixels);
        long[] shape = {batch.samples(), batch.channels(), batch.side(), batch.side()};
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model, options);
                    OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
                    OrtSession.Result result = session.run(Map.of(NetworkSpec.PIXELS, tensor))) {
                return (float[][]) result.get(output).orElseThrow().getValue();
            }
        }
    }
}
