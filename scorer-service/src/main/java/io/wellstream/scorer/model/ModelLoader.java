package io.wellstream.scorer.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.normalize.NormalizationKind;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.call.StoredObjects;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads published models from the store, and checks that card and network match before a call uses them. */
public final class ModelLoader {
    private final StoredObjects store;
    private final Device device;

    /** Guarded by itself. Its buffers are reused: those of a runner for each model would stay until a garbage collection. */
    private final BatchRunner warmUp = new BatchRunner();

    public ModelLoader(StoredObjects store, Device device) {
        this.store = store;
        this.device = device;
    }

    /** Loads a model; the caller is its first holder. */
    public LoadedModel load(ModelPublished published) {
        ModelName name = ModelName.of(published);
        ModelCard card = card(published);
        requireUsable(name, card);
        byte[] onnx = store.get(published.getOnnx());
        OrtSession session = session(name, onnx);
        try {
            requireFit(name, card, session);
            LoadedModel model = new LoadedModel(name, card, session, embeddingSize(session), directions(card, onnx));
            warmUp(model);
            return model;
        } catch (OrtException e) {
            closeQuietly(session, e);
            throw new ScorerException.ModelUnusable(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException
                | Error e) { // also an Error: its memory is outside the heap, and nobody else frees it
            closeQuietly(session, e);
            throw e;
        }
    }

    /** Loads the measuring form of a model; the caller closes it. */
    public MeasuringNetwork measuring(ModelPublished published, LoadedModel model) {
        try (OrtSession.SessionOptions options = device.options()) {
            // Its large batches are rare, so their memory is freed after each.
            options.setCPUArenaAllocator(false);
            return new MeasuringNetwork(model, open(store.get(published.getMeasuringOnnx()), options));
        } catch (OrtException e) {
            throw new ScorerException.ModelUnusable(
                    "the measuring form of model '" + model.name() + "' cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Loads a model with other batch-norm statistics; the caller is its first holder. */
    public LoadedModel adapted(ModelPublished published, LoadedModel model, Map<String, float[]> statistics) {
        byte[] onnx;
        try {
            onnx = OnnxGraph.read(store.get(published.getOnnx())).with(statistics);
        } catch (IllegalArgumentException e) {
            throw new ScorerException.ModelUnusable(
                    "the ONNX form of model '" + model.name()
                            + "' does not contain the statistics of its measuring form: " + e.getMessage(),
                    e);
        }
        return new LoadedModel(
                model.name(), model.card(), session(model.name(), onnx), model.embeddingSize(), model.directions());
    }

    /** Runs the network once, because a session's first run is slow, and to check that it accepts the input that its card describes. */
    private void warmUp(LoadedModel model) {
        int side = model.side();
        Plane black = Plane.black(side, side, model.depth());
        int channels = model.channels();
        Batch.Sample sample = new Batch.Sample(
                new SiteImage(Collections.nCopies(channels, black)),
                new Normalization.Sample(new float[channels], new float[channels]),
                Batch.NO_LABEL);
        LoadedModel any = model.card().getCellTypesCount() == 0
                ? model
                : model.of(model.card().getCellTypes(0));
        synchronized (warmUp) {
            warmUp.run(any, List.of(sample), true);
        }
    }

    private static Optional<ClassDirections> directions(ModelCard card, byte[] onnx) {
        try {
            return ClassDirections.of(OnnxGraph.read(onnx))
                    .filter(directions -> directions.classes() == card.getClassesCount());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // ONNX Runtime has opened it, so it is in ORT format
        }
    }

    private static int embeddingSize(OrtSession session) throws OrtException {
        NodeInfo node = session.getOutputInfo().get(LoadedModel.EMBEDDING);
        if (node == null || !(node.getInfo() instanceof TensorInfo info) || info.getShape().length != 2) {
            return 0;
        }
        return (int) Math.max(0, info.getShape()[1]);
    }

    /** The card of a model; only its digest and its JSON are checked. */
    ModelCard card(ModelPublished published) {
        String json = new String(store.get(published.getCard()), StandardCharsets.UTF_8);
        ModelCard.Builder card = ModelCard.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(json, card);
        } catch (InvalidProtocolBufferException e) {
            throw new ScorerException.ModelUnusable(
                    "the card of model '" + ModelName.of(published) + "' is not a card: " + e.getMessage(), e);
        }
        return card.build();
    }

    private static void requireUsable(ModelName name, ModelCard card) {
        String illumination = card.getInput().getIllumination();
        int version = card.getInput().getKernelVersion();
        if (!illumination.isEmpty() && !illumination.equals("plate")) {
            throw new ScorerException.ModelUnusable(
                    "the card of model '" + name + "' has illumination '" + illumination
                            + "'; this scorer knows 'plate': use a newer scorer",
                    null);
        }
        boolean corrects = Illumination.isCorrectedBy(version);
        if (Batch.depth(version).isEmpty() || corrects == illumination.isEmpty()) {
            throw new ScorerException.ModelUnusable(
                    "model '" + name + "' was trained on pixels of kernel version " + version
                            + (illumination.isEmpty() ? "" : " and illumination '" + illumination + "'")
                            + "; this scorer has versions " + Batch.KERNEL_VERSION + " and "
                            + Batch.SIXTEEN_BIT_KERNEL_VERSION
                            + ", and " + Illumination.KERNEL_VERSION + " and "
                            + Illumination.SIXTEEN_BIT_KERNEL_VERSION
                            + " with illumination 'plate'; use the scorer of that version, or train again",
                    null);
        }
        if (card.getClassesCount() == 0) {
            throw new ScorerException.ModelUnusable("the card of model '" + name + "' lists no classes", null);
        }
        try {
            NormalizationKind.parse(card.getInput().getNormalization());
            AugmentationPolicy.named(card.getSpecification().getAugmentation());
        } catch (IllegalArgumentException e) {
            throw new ScorerException.ModelUnusable("the card of model '" + name + "': " + e.getMessage(), e);
        }
    }

    private OrtSession session(ModelName name, byte[] onnx) {
        try (OrtSession.SessionOptions options = device.options()) {
            return open(onnx, options);
        } catch (OrtException e) {
            throw new ScorerException.ModelUnusable(
                    "the ONNX form of model '" + name + "' cannot be opened: " + e.getMessage(), e);
        }
    }

    private static OrtSession open(byte[] onnx, OrtSession.SessionOptions options) throws OrtException {
        return OrtEnvironment.getEnvironment().createSession(onnx, options);
    }

    private static void requireFit(ModelName name, ModelCard card, OrtSession session) throws OrtException {
        int side = card.getInput().getSide();
        requireShape(
                name,
                session.getInputInfo(),
                LoadedModel.PIXELS,
                -1,
                card.getInput().getChannels(),
                side,
                side);
        if (card.getCellTypesCount() > 0) {
            requireShape(name, session.getInputInfo(), LoadedModel.CELL_TYPE, -1, card.getCellTypesCount());
        }
        requireShape(name, session.getOutputInfo(), LoadedModel.LOGITS, -1, card.getClassesCount());
    }

    /** A dimension of -1 may have any size; a model may leave any dimension open. */
    private static void requireShape(ModelName name, Map<String, NodeInfo> nodes, String tensor, long... expected) {
        NodeInfo node = nodes.get(tensor);
        if (node == null || !(node.getInfo() instanceof TensorInfo info)) {
            throw new ScorerException.ModelUnusable(
                    "model '" + name + "' has " + nodes.keySet() + " and no tensor '" + tensor + "'", null);
        }
        long[] found = info.getShape();
        boolean fits = found.length == expected.length;
        for (int i = 0; fits && i < found.length; i++) {
            fits = found[i] == -1 || expected[i] == -1 || found[i] == expected[i];
        }
        if (!fits) {
            throw new ScorerException.ModelUnusable(
                    "'" + tensor + "' of model '" + name + "' has shape " + Arrays.toString(found)
                            + " and its card says " + Arrays.toString(expected),
                    null);
        }
    }

    private static void closeQuietly(OrtSession session, Throwable cause) {
        try {
            session.close();
        } catch (OrtException e) {
            cause.addSuppressed(e);
        }
    }
}
