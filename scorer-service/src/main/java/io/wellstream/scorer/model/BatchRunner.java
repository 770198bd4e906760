package io.wellstream.scorer.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.scorer.call.ScorerException;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs batches through a network in off-heap buffers, which it reuses: the network reads and writes them in place. For one thread only.
 */
public final class BatchRunner {
    private final OffHeapFloats pixels = new OffHeapFloats();
    private final OffHeapFloats logits = new OffHeapFloats();
    private final OffHeapFloats embeddings = new OffHeapFloats();

    /**
     * Runs the model on the samples.
     *
     * @param embedding whether embeddings are computed too, if the model has them
     */
    public List<NetworkOutput> run(LoadedModel model, List<Batch.Sample> batch, boolean embedding) {
        int samples = batch.size();
        int embeddingSize = embedding ? model.embeddingSize() : 0;
        FloatBuffer input = pixels.of(samples * model.inputSize());
        batch.forEach(sample -> sample.toFloats(input));
        FloatBuffer scores = logits.of(samples * model.classes().size());
        FloatBuffer features = embeddings.of(samples * embeddingSize);
        Map<String, OnnxTensor> outputs = new HashMap<>();
        try (OnnxTensor tensor = tensor(input.flip(), samples, model.channels(), model.side(), model.side())) {
            outputs.put(
                    LoadedModel.LOGITS, tensor(scores, samples, model.classes().size()));
            if (embeddingSize > 0) {
                outputs.put(LoadedModel.EMBEDDING, tensor(features, samples, embeddingSize));
            }
            model.run(tensor, outputs);
        } catch (OrtException e) {
            throw new ScorerException.ModelUnusable(
                    "model '" + model.name() + "' does not run on the input that its card describes: " + e.getMessage(),
                    e);
        } finally {
            outputs.values().forEach(OnnxTensor::close);
        }
        return Stream.generate(
                        () -> new NetworkOutput(next(scores, model.classes().size()), next(features, embeddingSize)))
                .limit(samples)
                .toList();
    }

    private static OnnxTensor tensor(FloatBuffer values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values, shape);
    }

    private static float[] next(FloatBuffer values, int count) {
        float[] part = new float[count];
        values.get(part);
        return part;
    }
}
