package io.wellstream.scorer.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.scorer.call.ScorerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Computes batches in memory of its own outside the heap, which the network reads and writes where it lies and which the next
 * batch uses again. Belongs to one thread.
 */
public final class BatchRunner {
    private final Map<String, FloatBuffer> buffers = new HashMap<>();

    /**
     * Runs the model on the samples.
     *
     * @param embedding whether embeddings are computed too, if the model has them
     */
    public List<NetworkOutput> run(LoadedModel model, List<Batch.Sample> batch, boolean embedding) {
        int samples = batch.size();
        int embeddingSize = embedding ? model.embeddingSize() : 0;
        FloatBuffer pixels = buffer(LoadedModel.PIXELS, samples * model.inputSize());
        batch.forEach(sample -> sample.toFloats(pixels));
        pixels.flip();
        FloatBuffer logits =
                buffer(LoadedModel.LOGITS, samples * model.classes().size());
        FloatBuffer embeddings = buffer(LoadedModel.EMBEDDING, samples * embeddingSize);
        Map<String, OnnxTensor> outputs = new HashMap<>();
        try (OnnxTensor input = tensor(pixels, samples, model.channels(), model.side(), model.side())) {
            outputs.put(
                    LoadedModel.LOGITS, tensor(logits, samples, model.classes().size()));
            if (embeddingSize > 0) {
                outputs.put(LoadedModel.EMBEDDING, tensor(embeddings, samples, embeddingSize));
            }
            model.run(input, outputs);
        } catch (OrtException e) {
            throw new ScorerException.ModelUnusable(
                    "model '" + model.name() + "' does not run on the input that its card describes: " + e.getMessage(),
                    e);
        } finally {
            outputs.values().forEach(OnnxTensor::close);
        }
        return Stream.generate(
                        () -> new NetworkOutput(next(logits, model.classes().size()), next(embeddings, embeddingSize)))
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

    /** Room for so many values; grows with the largest batch seen and stays. */
    private FloatBuffer buffer(String name, int values) {
        FloatBuffer buffer = buffers.get(name);
        if (buffer == null || buffer.capacity() < values) {
            buffer = ByteBuffer.allocateDirect(values * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            buffers.put(name, buffer);
        }
        return buffer.clear().limit(values);
    }
}
