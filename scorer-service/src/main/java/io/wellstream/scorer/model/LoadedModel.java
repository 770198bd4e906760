package io.wellstream.scorer.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.wellstream.imaging.adapt.AdaptationRule;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.scorer.call.ScorerException;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A model in memory: its ONNX session and its card, which says how to use it. It counts its holders: a model that is replaced is freed only
 * after the last call that uses it. A model that reads the cell type of its wells runs only as {@link #of} one of them.
 */
public final class LoadedModel {
    static final String PIXELS = "pixels";
    static final String LOGITS = "logits";
    static final String EMBEDDING = "embedding";
    static final String CELL_TYPE = "cell-type";

    private static final int NONE = -1;

    private final ModelName name;
    private final ModelCard card;
    private final OrtSession session;
    private final int embeddingSize;
    private final Optional<ClassDirections> directions;
    private final AtomicInteger holders;
    private final int cellType; // its place among the card's; -1 if none is chosen
    private final List<LoadedModel> ofCellTypes; // of the same session

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
        this.holders = new AtomicInteger(1);
        this.cellType = NONE;
        this.ofCellTypes = IntStream.range(0, card.getCellTypesCount())
                .mapToObj(type -> new LoadedModel(this, type))
                .toList();
    }

    private LoadedModel(LoadedModel model, int cellType) {
        this.name = model.name;
        this.card = model.card;
        this.session = model.session;
        this.embeddingSize = model.embeddingSize;
        this.directions = model.directions;
        this.holders = model.holders;
        this.cellType = cellType;
        this.ofCellTypes = List.of();
    }

    /**
     * The model for wells of a cell type; the same model if it does not read cell types. It has the same holders.
     *
     * @throws ScorerException.ModelUnusable if the model was trained without that cell type
     */
    public LoadedModel of(String type) {
        if (card.getCellTypesCount() == 0) {
            return this;
        }
        int place = card.getCellTypesList().indexOf(type);
        if (place < 0) {
            throw new ScorerException.ModelUnusable(
                    "model '" + name + "' reads the cell type of a well, and was trained on " + card.getCellTypesList()
                            + (type.isEmpty()
                                    ? "; name one of them with the images (cell_type)"
                                    : "; it cannot score cell type '" + type + "'"),
                    null);
        }
        return ofCellTypes.get(place);
    }

    /** What the network reads beside the pixels of so many samples, by name; the caller closes it. */
    Map<String, OnnxTensor> beside(long samples) throws OrtException {
        int types = card.getCellTypesCount();
        if (types == 0) {
            return Map.of();
        }
        if (cellType == NONE) {
            throw new IllegalStateException("model '" + name + "' is run without a cell type");
        }
        float[] vectors = new float[Math.toIntExact(samples * types)];
        for (int sample = 0; sample < samples; sample++) {
            vectors[sample * types + cellType] = 1;
        }
        long[] shape = {samples, types};
        return Map.of(
                CELL_TYPE, OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(vectors), shape));
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

    /** Of the sites that it was trained on. */
    public Depth depth() {
        return Batch.depth(card.getInput().getKernelVersion()).orElseThrow();
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
        return AdaptationRule.largestBatch(inputSize());
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
        Map<String, OnnxTensor> beside = Map.of();
        try {
            beside = beside(pixels.getInfo().getShape()[0]);
            Map<String, OnnxTensor> inputs = new HashMap<>(beside);
            inputs.put(PIXELS, pixels);
            session.run(inputs, Set.of(), outputs).close();
        } finally {
            beside.values().forEach(OnnxTensor::close);
            release();
        }
    }

    /** Adds a holder; false if the model is already freed. */
    boolean hold() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Whether it has holders other than the first. */
    boolean isLeased() {
        return holders.get() > 1;
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
