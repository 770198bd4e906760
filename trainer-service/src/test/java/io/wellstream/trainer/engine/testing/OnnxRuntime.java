package io.wellstream.trainer.engine.testing;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.network.NetworkSpec;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Runs exported networks with ONNX Runtime on one thread. */
public final class OnnxRuntime {
    private OnnxRuntime() {}

    /** One output as [sample, value]. */
    public static float[][] run(byte[] model, Batch batch, String output) throws OrtException {
        return run(model, batch, new float[0], output);
    }

    /** One output of a network that also reads the cell types, [sample, type]. */
    public static float[][] run(byte[] model, Batch batch, float[] cellTypes, String output) throws OrtException {
        float[] flat = Objects.requireNonNull(run(model, batch, cellTypes).get(output), output);
        int width = flat.length / batch.samples();
        float[][] rows = new float[batch.samples()][];
        Arrays.setAll(rows, s -> Arrays.copyOfRange(flat, s * width, (s + 1) * width));
        return rows;
    }

    /** All outputs by name, each as one array. */
    public static Map<String, float[]> run(byte[] model, Batch batch) throws OrtException {
        return run(model, batch, new float[0]);
    }

    private static Map<String, float[]> run(byte[] model, Batch batch, float[] cellTypes) throws OrtException {
        float[] pixels = new float[batch.values()];
        batch.toFloats(pixels);
        long[] shape = {batch.samples(), batch.channels(), batch.side(), batch.side()};
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model, options);
                    OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
                    OnnxTensor types = OnnxTensor.createTensor(
                            environment,
                            FloatBuffer.wrap(cellTypes.length == 0 ? new float[batch.samples()] : cellTypes),
                            new long[] {batch.samples(), Math.max(1, cellTypes.length / batch.samples())});
                    OrtSession.Result result = session.run(
                            cellTypes.length == 0
                                    ? Map.of(NetworkSpec.PIXELS, tensor)
                                    : Map.of(NetworkSpec.PIXELS, tensor, NetworkSpec.CELL_TYPE, types))) {
                Map<String, float[]> outputs = new HashMap<>();
                for (Map.Entry<String, OnnxValue> output : result) {
                    FloatBuffer values = ((OnnxTensor) output.getValue()).getFloatBuffer();
                    float[] copy = new float[values.remaining()];
                    values.get(copy);
                    outputs.put(output.getKey(), copy);
                }
                return outputs;
            }
        }
    }
}
