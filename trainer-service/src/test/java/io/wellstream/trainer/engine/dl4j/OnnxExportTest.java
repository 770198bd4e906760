package io.wellstream.trainer.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.onnx.OnnxExporter;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ONNX form answers as the engine does, on a trained network and pixels that it has not seen. */
class OnnxExportTest {
    static List<NetworkSpec> networks() {
        return TinyTraining.everyKindOfNetwork();
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
    @MethodSource("recommended")
    void onRealSitesToo(NetworkSpec spec) throws Exception {
        Batch real = RealSites.batch(spec);
        try (Network network = TinyTraining.engine().create(spec, TinyTraining.ADAM, 7)) {
            for (int step = 0; step < 4; step++) {
                network.step(real, 1e-2, step);
            }

            float[][] answers = onnx(network.toOnnx(), real, NetworkSpec.LOGITS);

            float[][] expected = network.logits(real);
            assertThat(answers).hasDimensions(3, spec.classes());
            for (int s = 0; s < expected.length; s++) {
                assertThat(answers[s]).containsExactly(expected[s], within(expected[s]));
            }
        }
    }

    static List<NetworkSpec> recommended() {
        return List.of(TinyTraining.resnet(), TinyTraining.sixBranch());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theEmbeddingIsWhatTheEnginesLastLayerReads(NetworkSpec spec) throws OrtException {
        try (Dl4jNetwork network = Dl4jNetwork.create(new Blueprint(spec, TinyTraining.ADAM, 7))) {
            for (int step = 0; step < 4; step++) {
                network.step(TinyTraining.batch(spec, 8, step), 1e-2, step);
            }
            Batch unseen = TinyTraining.batch(spec, 5, 99);

            float[][] embeddings = onnx(network.toOnnx(), unseen, OnnxExporter.EMBEDDING);

            String read = spec.nodes().getLast().inputs().getFirst();
            float[][] expected = network.graph()
                    .output(List.of(read), false, new BatchArrays(spec).inputs(unseen), null)[0]
                    .toFloatMatrix();
            assertThat(embeddings).hasDimensions(expected.length, expected[0].length);
            for (int s = 0; s < expected.length; s++) {
                assertThat(embeddings[s]).containsExactly(expected[s], within(expected[s]));
            }
        }
    }

    private static Offset<Float> within(float[] values) {
        float largest = 1;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return Offset.offset(1e-4f * largest);
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
