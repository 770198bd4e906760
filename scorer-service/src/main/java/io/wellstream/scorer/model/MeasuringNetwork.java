package io.wellstream.scorer.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.scorer.call.ScorerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model in the form that normalises each batch by the batch itself, and what it said of the batches so far: of each batch norm the
 * mean, and the mean square less the square of the mean, over all of them. Belongs to one thread.
 */
public final class MeasuringNetwork implements AutoCloseable {
    private final LoadedModel model;
    private final OrtSession session;
    private final Set<String> outputs = new HashSet<>();
    private final Map<String, Pooled> pooled = new HashMap<>(); // by norm
    private FloatBuffer pixels = FloatBuffer.allocate(0);

    /** What one batch norm read in all batches, which weigh the same. */
    private static final class Pooled {
        private final double[] means; // sum over batches, [channel]
        private final double[] squares; // sum over batches of the mean square, [channel]
        private int batches;

        private Pooled(int channels) {
            means = new double[channels];
            squares = new double[channels];
        }

        private void add(float[] mean, float[] variance) {
            for (int c = 0; c < means.length; c++) {
                means[c] += mean[c];
                squares[c] += variance[c] + (double) mean[c] * mean[c];
            }
            batches++;
        }

        private float[] mean() {
            float[] all = new float[means.length];
            for (int c = 0; c < all.length; c++) {
                all[c] = (float) (means[c] / batches);
            }
            return all;
        }

        private float[] variance() {
            float[] all = new float[means.length];
            for (int c = 0; c < all.length; c++) {
                double mean = means[c] / batches;
                all[c] = (float) Math.max(0, squares[c] / batches - mean * mean);
            }
            return all;
        }
    }

    /** Takes over the session. */
    MeasuringNetwork(LoadedModel model, OrtSession session) {
        this.model = model;
        this.session = session;
        norms().forEach(norm -> {
            outputs.add(mean(norm));
            outputs.add(variance(norm));
        });
    }

    private List<String> norms() {
        return model.card().getBatchNorms().getNamesList();
    }

    private static String mean(String norm) {
        return norm + "/mean";
    }

    private static String variance(String norm) {
        return norm + "/variance";
    }

    /** Takes in one more batch, of the same size as all others. */
    public void measure(List<Batch.Sample> samples) {
        FloatBuffer input = buffer(samples.size() * model.inputSize());
        samples.forEach(sample -> sample.toFloats(input));
        long[] shape = {samples.size(), model.channels(), model.side(), model.side()};
        try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), input.flip(), shape);
                OrtSession.Result result = session.run(Map.of(LoadedModel.PIXELS, tensor), outputs)) {
            for (String norm : norms()) {
                float[] mean = floats(result, mean(norm));
                pooled.computeIfAbsent(norm, key -> new Pooled(mean.length)).add(mean, floats(result, variance(norm)));
            }
        } catch (OrtException e) {
            throw unusable("does not run on the input that the card describes: " + e.getMessage(), e);
        }
    }

    private FloatBuffer buffer(int values) {
        if (pixels.capacity() < values) {
            pixels = ByteBuffer.allocateDirect(values * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        return pixels.clear().limit(values);
    }

    private float[] floats(OrtSession.Result result, String output) {
        OnnxValue value = result.get(output).orElseThrow(() -> unusable("gives no '" + output + "'", null));
        if (!(value instanceof OnnxTensor tensor)) {
            throw unusable("gives no tensor '" + output + "'", null);
        }
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        for (float one : floats) {
            if (!Float.isFinite(one)) {
                throw unusable("computes what is no number in '" + output + "'", null);
            }
        }
        return floats;
    }

    private ScorerException.ModelUnusable unusable(String problem, @Nullable Throwable cause) {
        return new ScorerException.ModelUnusable(
                "the measuring form of model '" + model.name() + "' " + problem
                        + "; publish it again, or submit without adaptation",
                cause);
    }

    /** The statistics of all batches, under the names of the constants whose place they take. */
    public Map<String, float[]> statistics() {
        Map<String, float[]> statistics = new HashMap<>();
        pooled.forEach((norm, all) -> {
            statistics.put(mean(norm), all.mean());
            statistics.put(variance(norm), all.variance());
        });
        return statistics;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the measuring form of model '" + model.name() + "' cannot be freed", e);
        }
    }
}
