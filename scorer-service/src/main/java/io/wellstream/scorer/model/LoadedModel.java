package io.wellstream.scorer.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.wellstream.proto.v1.ModelCard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model in memory: its ONNX session and its card, which says how to use it. It counts its holders: a model that is replaced is freed only
 * after the last call that uses it.
 */
public final class LoadedModel {
    static final String PIXELS = "pixels";
    static final String LOGITS = "logits";
    static final String EMBEDDING = "embedding";

    private static final int MAX_INPUT_BYTES = 128 << 20; // of a batch

    private final ModelName name;
    private final ModelCard card;
    private final OrtSession session;
    private final int embeddingSize;
    private final Optional<ClassDirections> directions;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Owns the session; the caller is the first holder. */
    LoadedModel(
            ModelName name,
            ModelCard card,
            OrtSession session,
            int embeddingSize,
            Optional<ClassDirections> directions) {
        this.name = name;
        this.card = card;
        this.session = session;
        this.embeddingSize = embeddingSize;
        this.directions = directions;
    }

    public ModelName name() {
        return name;
    }

    public ModelCard card() {
        return card;
    }

    public List<String> classes() {
        return card.getClassesList();
    }

    public int channels() {
        return card.getInput().getChannels();
    }

    int side() {
        return card.getInput().getSide();
    }

    /** Logits are divided by this; 1 if the model was not calibrated. */
    public double temperature() {
        return card.getTemperature() > 0 ? card.getTemperature() : 1;
    }

    /** The length of an embedding; 0 if the network was exported without embeddings. */
    public int embeddingSize() {
        return embeddingSize;
    }

    /** The direction of each class in the space of embeddings; empty if the last layer has another form. */
    public Optional<ClassDirections> directions() {
        return directions;
    }

    /** The number of values in one sample. */
    int inputSize() {
        return channels() * side() * side();
    }

    /** The largest batch, in samples, whose input is not too large. */
    public int largestBatch() {
        return Math.max(1, MAX_INPUT_BYTES / (inputSize() * Float.BYTES));
    }

    /** The largest batch, in samples, whose input and outputs fit into buffers of so many bytes; at least 1. */
    public int largestBatch(long bufferBytes) {
        long sample = ((long) inputSize() + classes().size() + embeddingSize) * Float.BYTES;
        return Math.clamp(bufferBytes / sample, 1, largestBatch());
    }

    /**
     * Runs the network. Safe for several threads, and if the call that wanted it has released the model in the meantime.
     *
     * @param pixels normalised, [sample, channel, y, x]
     * @param outputs tensors that receive the results, by name
     */
    void run(OnnxTensor pixels, Map<String, OnnxTensor> outputs) throws OrtException {
        if (!hold()) {
            throw new IllegalStateException("model '" + name + "' is freed");
        }
        try {
            session.run(Map.of(PIXELS, pixels), Set.of(), outputs).close();
        } finally {
            release();
        }
    }

    /** Adds a holder; false if the model is already freed. */
    boolean hold() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Removes a holder; the last one frees the session. */
    public void release() {
        int left = holders.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("model '" + name + "' released more often than held");
        }
        if (left == 0) {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("model '" + name + "' cannot be freed", e);
            }
        }
    }
}
