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
 * A model in memory: its ONNX session and the card that says how to use it. Counts its holders, so that a model that is
 * exchanged for another is freed only after the last call that began with it.
 */
public final class LoadedModel {
    static final String PIXELS = "pixels";
    static final String LOGITS = "logits";
    static final String EMBEDDING = "embedding";

    private static final int LARGEST_INPUT = 128 << 20; // bytes

    private final ModelName name;
    private final ModelCard card;
    private final OrtSession session;
    private final int embeddingSize;
    private final Optional<ClassDirections> directions;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Takes over the session; the creator holds the model once. */
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

    /** Log-probabilities are divided by this; a card without one was not calibrated. */
    public double temperature() {
        return card.getTemperature() > 0 ? card.getTemperature() : 1;
    }

    /** How many values an embedding has; 0 if the network was exported without. */
    public int embeddingSize() {
        return embeddingSize;
    }

    /** Where its embeddings point for each class; empty if its last layer is not known. */
    public Optional<ClassDirections> directions() {
        return directions;
    }

    /** Values of one sample's input. */
    int inputSize() {
        return channels() * side() * side();
    }

    /** The largest batch whose input is not too much memory for one thread. */
    public int largestBatch() {
        return Math.max(1, LARGEST_INPUT / (inputSize() * Float.BYTES));
    }

    /**
     * Runs the network. Safe for several threads, and against a caller that went away and let the model go meanwhile.
     *
     * @param pixels normalised, [sample, channel, y, x]
     * @param outputs by name, where the results are written
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

    /** Holds the model for one more user; false if it is already freed. */
    boolean hold() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Ends one hold; the last one frees the session. */
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
