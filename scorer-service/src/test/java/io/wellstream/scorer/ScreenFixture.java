package io.wellstream.scorer;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BatchNorms;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.InputDescription;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.Serving;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.SubmissionResult;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.scorer.call.ScorerMeters;
import io.wellstream.scorer.evaluation.ControlGauges;
import io.wellstream.scorer.inference.InferencePool;
import io.wellstream.scorer.model.Device;
import io.wellstream.wire.kafka.InMemoryTable;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.rows.SubmissionRow;
import io.wellstream.wire.store.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A small screen of two channels in memory, models that can be computed by hand, and a scorer over both. */
public final class ScreenFixture implements AutoCloseable {
    public static final DatasetId SCREEN = new DatasetId("screen");
    public static final WellId B03 = WellId.of("HUVEC-01", 1, "B03");
    private static final long CACHE_BYTES = 64L << 20;
    private static final long BUFFER_BYTES = 64L << 20;
    public static final int SIDE = 8;
    public static final int CHANNELS = 2;

    public final InMemoryTable<WellIngested> wells = new InMemoryTable<>();
    public final InMemoryTable<IngestFinished> ingests = new InMemoryTable<>();
    public final InMemoryTable<ModelPublished> models = new InMemoryTable<>();
    public final InMemoryTable<Serving> servings = new InMemoryTable<>();
    public final InMemoryObjectStore store = new InMemoryObjectStore();
    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    public final Scorer scorer;
    private final List<SubmissionRow> testRows = new ArrayList<>();
    private final StoredSites sites = new StoredSites(store);
    private long published;

    public ScreenFixture() {
        this(2, 8, 4);
    }

    public ScreenFixture(int threads, int calls, int modelsInMemory) {
        InferencePool.Batching batching =
                new InferencePool.Batching(threads, 32, Duration.ofMillis(2), 1_024, BUFFER_BYTES);
        Scorer.Limits limits = new Scorer.Limits(calls, modelsInMemory, CACHE_BYTES, batching, Device.CPU);
        scorer = new Scorer(
                new ScorerTables(wells, ingests, this.models, servings),
                store,
                limits,
                new ScorerMeters(registry),
                new ControlGauges(registry));
    }

    /** The wells that are added from now on have 16-bit sites. */
    public void useSixteenBits() {
        sites.useSixteenBits();
    }

    /** A treatment well of the test part; each site has one grey level per channel. */
    public WellIngested testWell(WellId well, int[]... greysOfSites) {
        return well(well, Subset.SUBSET_TEST, WellRole.WELL_ROLE_TREATMENT, "", greysOfSites);
    }

    public WellIngested control(WellId well, String label, int[]... greysOfSites) {
        return well(well, Subset.SUBSET_TEST, WellRole.WELL_ROLE_POSITIVE_CONTROL, label, greysOfSites);
    }

    /** A treatment well of the training part. */
    public WellIngested trainWell(WellId well, String label, int[]... greysOfSites) {
        return well(well, Subset.SUBSET_TRAIN, WellRole.WELL_ROLE_TREATMENT, label, greysOfSites);
    }

    private WellIngested well(WellId well, Subset subset, WellRole role, String label, int[]... greysOfSites) {
        WellIngested.Builder ingested = WellIngested.newBuilder()
                .setDataset(SCREEN.name())
                .setWell(WellKeys.of(well))
                .setCellType(CellType.of(well.experiment()).name())
                .setIdCode(idCode(well))
                .setSubset(subset)
                .setRole(role)
                .setLabel(label);
        for (int s = 0; s < greysOfSites.length; s++) {
            ingested.addSites(sites.put(new SiteId(well, s + 1), greysOfSites[s]));
        }
        wells.put(MessageKeys.well(SCREEN, well), ingested.build());
        return ingested.build();
    }

    public static String idCode(WellId well) {
        return well.experiment() + "_" + well.plate().number() + "_" + well.position();
    }

    /** Adds a row that a submission must contain, whether or not the well exists. */
    public void addRow(WellId well) {
        testRows.add(new SubmissionRow(idCode(well), well, CellType.of(well.experiment())));
    }

    /** Finishes the ingest with the rows added so far. */
    public void finishIngest(String labelColumn) {
        finishIngest(labelColumn, 0);
    }

    /** @param repeats how often an experiment contains each treatment; 0 if undeclared */
    public void finishIngest(String labelColumn, int repeats) {
        finish("job", ScreenDescription.newBuilder().setLabelColumn(labelColumn).setTreatmentRepeats(repeats), false);
    }

    /** Finishes a later ingest whose screen has only these test rows, and which withdrew the other wells. */
    public void replaceIngests(String labelColumn, List<WellId> rows) {
        testRows.clear();
        rows.forEach(this::addRow);
        wells.under("").entrySet().stream()
                .filter(well -> !rows.contains(WellKeys.wellOf(well.getValue().getWell())))
                .forEach(gone -> wells.remove(gone.getKey()));
        finish("later", ScreenDescription.newBuilder().setLabelColumn(labelColumn), true);
    }

    private void finish(String job, ScreenDescription.Builder described, boolean replaces) {
        ObjectKey key = new ObjectKey(SCREEN + "/rows/" + ingests.under("").size());
        IngestFinished.Builder end = IngestFinished.newBuilder()
                .setDataset(SCREEN.name())
                .setJob(job)
                .setShards(1)
                .setFinishedAtMs(replaces ? 1 : 0)
                .setReplacesEarlier(replaces)
                .setTestRows(
                        store.putIfAbsent(key, SubmissionRow.write(testRows)).ref())
                .setScreen(described);
        ingests.put(MessageKeys.ingest(SCREEN, job, 0), end.build());
    }

    /** A card for a model of these classes. */
    public static ModelCard.Builder card(String cellType, String... classes) {
        return ModelCard.newBuilder()
                .setDataset(SCREEN.name())
                .setCellType(cellType)
                .setTarget(Target.TARGET_TREATMENT)
                .addAllClasses(List.of(classes))
                .setTemperature(1)
                .setSpecification(RunSpecification.newBuilder().setAugmentation("recommended"))
                .setInput(InputDescription.newBuilder()
                        .setChannels(CHANNELS)
                        .setSide(SIDE)
                        .setNormalization("unit")
                        .setKernelVersion(Batch.KERNEL_VERSION));
    }

    /** Publishes a model whose logits are channel means × weights + bias. */
    public ModelPublished publish(String run, ModelCard.Builder card, float[][] weights, float... bias) {
        return publish(
                run, card, Map.of("model.onnx", TinyOnnx.linear(card.getInput().getSide(), weights, bias)));
    }

    /** Publishes a model whose logits are normalised channel means × weights + bias, and its measuring form. */
    public ModelPublished publishNormed(
            String run, ModelCard.Builder card, float[] mean, float[] variance, float[][] weights, float... bias) {
        int side = card.getInput().getSide();
        return publish(
                run,
                card.setBatchNorms(BatchNorms.newBuilder().addNames("norm")),
                Map.of(
                        "model.onnx", TinyOnnx.normed(side, mean, variance, weights, bias),
                        "measuring.onnx", TinyOnnx.measuring(side, weights, bias)));
    }

    /** Publishes a model with these files, by name. */
    public ModelPublished publish(String run, ModelCard.Builder card, Map<String, byte[]> forms) {
        Optional<CellType> cellType =
                card.getCellType().isEmpty() ? Optional.empty() : Optional.of(new CellType(card.getCellType()));
        RunId id = new RunId(run);
        Map<String, ObjectRef> objects = new HashMap<>();
        forms.forEach((name, bytes) -> objects.put(
                name,
                store.putIfAbsent(ObjectKeys.model(SCREEN, cellType, id, name), bytes)
                        .ref()));
        ModelPublished.Builder model = ModelPublished.newBuilder()
                .setDataset(SCREEN.name())
                .setCellType(card.getCellType())
                .setTarget(card.getTarget())
                .setRun(run)
                .setOnnx(Objects.requireNonNull(objects.get("model.onnx")))
                .setCard(put(ObjectKeys.model(SCREEN, cellType, id, "card.json"), json(card.setRun(run))))
                .setPublishedAtMs(++published);
        Optional.ofNullable(objects.get("measuring.onnx")).ifPresent(model::setMeasuringOnnx);
        models.put(MessageKeys.model(SCREEN, cellType, card.getTarget(), id), model.build());
        return model.build();
    }

    public void serve(ModelPublished model) {
        Optional<CellType> cellType =
                model.getCellType().isEmpty() ? Optional.empty() : Optional.of(new CellType(model.getCellType()));
        servings.put(
                MessageKeys.serving(SCREEN, cellType, model.getTarget()),
                Serving.newBuilder()
                        .setDataset(SCREEN.name())
                        .setCellType(model.getCellType())
                        .setTarget(model.getTarget())
                        .setRun(model.getRun())
                        .build());
    }

    /** One well, B03 of HUVEC-01, and a served model that predicts "a" for it. */
    public void servedWell() {
        testWell(B03, new int[] {1, 1});
        serve(publish("served", card("HUVEC", "a", "b"), noWeights(2), 1, 0));
    }

    /** No weight on any channel: the bias alone decides. */
    public static float[][] noWeights(int classes) {
        return new float[CHANNELS][classes];
    }

    /** An object of the store, as text. */
    public String text(ObjectRef object) {
        return new String(store.get(object), StandardCharsets.UTF_8);
    }

    /** The report of a submission. */
    public SubmissionReport report(SubmissionResult result) {
        SubmissionReport.Builder report = SubmissionReport.newBuilder();
        try {
            JsonFormat.parser().merge(text(result.getReport()), report);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
        return report.build();
    }

    private ObjectRef put(ObjectKey key, String text) {
        return store.putIfAbsent(key, text.getBytes(StandardCharsets.UTF_8)).ref();
    }

    private static String json(ModelCard.Builder card) {
        try {
            return JsonFormat.printer().print(card);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        scorer.close();
    }
}
