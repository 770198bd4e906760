package io.wellstream.scorer;

import io.wellstream.imaging.pixels.SiteCache;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.DescribeModelRequest;
import io.wellstream.proto.v1.ListModelsRequest;
import io.wellstream.proto.v1.ListModelsResponse;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.scorer.call.AnswerLimit;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerMeters;
import io.wellstream.scorer.call.StoredObjects;
import io.wellstream.scorer.evaluation.ControlGauges;
import io.wellstream.scorer.experiment.BatchNormAdapter;
import io.wellstream.scorer.inference.InferencePool;
import io.wellstream.scorer.model.Device;
import io.wellstream.scorer.model.ModelCatalog;
import io.wellstream.scorer.model.ModelLoader;
import io.wellstream.scorer.model.ServedModels;
import io.wellstream.scorer.predict.PredictQuery;
import io.wellstream.scorer.predict.Predictor;
import io.wellstream.scorer.predict.WellScorer;
import io.wellstream.scorer.site.RecentCorrections;
import io.wellstream.scorer.site.Screens;
import io.wellstream.scorer.site.SiteReader;
import io.wellstream.scorer.submission.SubmissionBuilder;
import io.wellstream.scorer.submission.SubmissionQuery;
import io.wellstream.wire.store.ObjectStore;
import java.util.List;
import java.util.function.Consumer;

/** Answers calls with published models. It does not close the tables and the store that it is given. */
public final class Scorer implements AutoCloseable {
    private final ServedModels models;
    private final ModelCatalog catalog;
    private final SiteReader reader;
    private final Predictor predictor;
    private final SubmissionBuilder submissions;
    private final InferencePool pool;
    private final ScorerMeters meters;

    /**
     * @param calls answered concurrently
     * @param models kept in memory
     * @param cacheBytes of prepared sites kept in memory
     * @param device that networks run on
     */
    public record Limits(int calls, int models, long cacheBytes, InferencePool.Batching batching, Device device) {
        public Limits {
            if (calls < 1 || models < 1 || cacheBytes < 0) {
                throw new IllegalArgumentException(calls + " calls, " + models + " models, " + cacheBytes
                        + " bytes of sites; expected 1 or more calls and models, and no negative size");
            }
        }
    }

    Scorer(ScorerTables tables, ObjectStore store, Limits limits, ScorerMeters meters, ControlGauges controls) {
        StoredObjects objects = new StoredObjects(store);
        ModelLoader loader = new ModelLoader(objects, limits.device());
        this.meters = meters;
        RecentCorrections corrections = new RecentCorrections(
                new Screens(tables.wells(), tables.ingests()),
                objects,
                limits.batching().threads());
        this.models = new ServedModels(tables.models(), tables.servings(), loader, meters, limits.models());
        this.catalog = new ModelCatalog(models, loader);
        this.reader = new SiteReader(
                objects, new SiteCache<>(limits.cacheBytes()), limits.batching().threads(), meters);
        WellScorer wellScorer = new WellScorer(reader, meters);
        this.predictor = new Predictor(corrections, models, wellScorer);
        BatchNormAdapter adapter = new BatchNormAdapter(models, loader, reader, meters);
        this.submissions = new SubmissionBuilder(corrections, models, wellScorer, adapter, objects, controls);
        this.pool = new InferencePool(limits.batching(), limits.calls(), meters);
    }

    /** Predicts the classes of wells. */
    public PredictResponse predict(PredictRequest request, Call call) {
        PredictQuery query = PredictQuery.parse(request);
        AnswerLimit limit = AnswerLimit.of(request);
        try (InferencePool.Slot slot = pool.enter(call)) {
            return limit.require(meters.predicting(() -> predictor.answer(query, slot)));
        }
    }

    /** Answers one request of a stream. It waits for a slot instead of being refused. */
    public PredictResponse predictWaiting(PredictRequest request, Call call) {
        PredictQuery query = PredictQuery.parse(request);
        AnswerLimit limit = AnswerLimit.of(request);
        try (InferencePool.Slot slot = pool.enterWaiting(call)) {
            return limit.require(meters.predicting(() -> predictor.answer(query, slot)));
        }
    }

    /** Builds a submission; the listener receives its progress, and the result in the last message. */
    public void buildSubmission(BuildSubmissionRequest request, Call call, Consumer<SubmissionProgress> listener) {
        SubmissionQuery query = SubmissionQuery.parse(request);
        try (InferencePool.Slot slot = pool.enter(call)) {
            SubmissionProgress.Builder last =
                    meters.submitting(() -> submissions.build(query, slot, listener)).toBuilder();
            last.getResultBuilder().setCost(call.cost().message());
            listener.accept(last.build());
        }
    }

    public ListModelsResponse listModels(ListModelsRequest request) {
        return catalog.list(request);
    }

    public ModelCard describeModel(DescribeModelRequest request) {
        return catalog.describe(request);
    }

    /** The models that answer calls, e.g. {@code rxrx1/HUVEC/treatment: huvec-1}. */
    public List<String> serving() {
        return models.serving();
    }

    /** The models that should answer calls and could not be loaded. */
    public List<String> notLoaded() {
        return models.notLoaded();
    }

    /** What keeps calls from being computed at full speed; empty if nothing does. */
    List<String> lacking() {
        return pool.lacking();
    }

    @Override
    public void close() {
        pool.close();
        reader.close();
        models.close();
    }
}
