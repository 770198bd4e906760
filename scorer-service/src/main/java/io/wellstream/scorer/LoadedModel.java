package io.wellstream.scorer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.wellstream.proto.v1.ModelCard;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model in memory: its ONNX session and the card that says how to use it. Counts its holders, so that a model that is
 * exchanged for another is freed only after the last call that began with it.
 */
final class LoadedModel {
    private static final String INPUT = "pixels";
    private static final String OUTPUT = "logits";

    private final ModelName name;
    private final ModelCard card;
    private final OrtSession session;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Takes over the session; the creator holds the model once. */
    LoadedModel(ModelName name, ModelCard card, OrtSession session) {
        this.name = name;
        this.card = card;
        this.session = session;
    }

    ModelName name() {
        return name;
    }

    ModelCard card() {
        return card;
    }

    List<String> classes() {
        return card.getClassesList();
    }

    int channels() {
        return card.getInput().getChannels();
    }

    int side() {
        return card.getInput().getSide();
    }

    /** Log-probabilities are divided by this; a card without one was not calibrated. */
    double temperature() {
        return card.getTemperature() > 0 ? card.getTemperature() : 1;
    }

    /**
     * Runs the network. Safe for several threads, and against a caller that went away and let the model go meanwhile.
     *
     * @param pixels normalised, [sample, channel, y, x]
     * @return [sample, class]
     */
    float[][] logits(float[] pixels, int samples) {
        if (!hold()) {
            throw new IllegalStateException("model '" + name + "' is freed");
        }
        long[] shape = {samples, channels(), side(), side()};
        try (OnnxTensor input =
                        OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(pixels), shape);
                OrtSession.Result result = session.run(Map.of(INPUT, input), Set.of(OUTPUT))) {
            return (float[][]) result.get(0).getValue();
        } catch (OrtException e) {
            throw new ScorerException.ModelUnusable(
                    "model '" + name + "' does not run on the input that its card describes: " + e.getMessage(), e);
        } finally {
            release();
        }
    }

    /** Holds the model for one more user; false if it is already freed. */
    boolean hold() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Ends one hold; the last one frees the session. */
    void release() {
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
