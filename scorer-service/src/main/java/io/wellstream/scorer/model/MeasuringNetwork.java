package io.wellstream.scorer.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.wellstream.imaging.adapt.PooledMoments;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.scorer.call.ScorerException;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form of a model that normalises each batch by the batch's own statistics and outputs them; collects them over several batches. For one
 * thread only.
 */
public final class MeasuringNetwork implements AutoCloseable {
    private final LoadedModel model;
    private final OrtSession session;
    private final Set<String> outputs = new HashSet<>();
    private final Map<String, PooledMoments> pooled = new HashMap<>(); // by norm
    private final OffHeapFloats pixels = new OffHeapFloats();

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

    /** Adds a batch, of one cell type if the model reads it; all batches must have the same size. */
    public void measure(List<Batch.Sample> samples) {
        FloatBuffer input = pixels.of(samples.size() * model.inputSize());
        samples.forEach(sample -> sample.toFloats(input));
        long[] shape = {samples.size(), model.channels(), model.side(), model.side()};
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), input.flip(), shape);
                OrtSession.Result result = session.run(with(tensor, inputs), outputs)) {
            for (String norm : norms()) {
                float[] mean = floats(result, mean(norm));
                pooled.computeIfAbsent(norm, key -> new PooledMoments(mean.length))
                        .add(mean, floats(result, variance(norm)));
            }
        } catch (OrtException e) {
            throw unusable("does not run on the input that the card describes: " + e.getMessage(), e);
        } finally {
            inputs.forEach((name, tensor) -> {
                if (!name.equals(LoadedModel.PIXELS)) {
                    tensor.close();
                }
            });
        }
    }

    private Map<String, OnnxTensor> with(OnnxTensor tensor, Map<String, OnnxTensor> inputs) throws OrtException {
        inputs.putAll(model.beside(tensor.getInfo().getShape()[0]));
        inputs.put(LoadedModel.PIXELS, tensor);
        return inputs;
    }

    private float[] floats(OrtSession.Result result, String output) {
        OnnxValue value = result.get(output).orElseThrow(() -> unusable("does not output '" + output + "'", null));
        if (!(value instanceof OnnxTensor tensor)) {
            throw unusable("does not output a tensor '" + output + "'", null);
        }
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        for (float one : floats) {
            if (!Float.isFinite(one)) {
                throw unusable("computes values in '" + output + "' that are not finite", null);
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

    /** The statistics over all batches, by the names of the initializers that they replace. */
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
