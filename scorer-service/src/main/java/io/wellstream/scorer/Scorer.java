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
import io.wellstream.scorer.site.Screens;
import io.wellstream.scorer.site.SiteReader;
import io.wellstream.scorer.submission.SubmissionBuilder;
import io.wellstream.scorer.submission.SubmissionQuery;
import io.wellstream.wire.store.ObjectStore;
import java.time.Duration;
import java.util.function.Consumer;

/** Answers calls with published models. Takes its tables and its store from whoever wires it and closes neither. */
public final class Scorer implements AutoCloseable {
    private final ServedModels shelf;
    private final ModelCatalog lists;
    private final SiteReader reader;
    private final Predictor predictions;
    private final SubmissionBuilder submissions;
    private final InferencePool pool;
    private final ScorerMeters meters;

    /**
     * @param calls answered at the same time
     * @param models kept in memory
     * @param cacheBytes of prepared sites kept in memory
     * @param device that runs networks
     */
    public record Limits(int calls, int models, long cacheBytes, InferencePool.Batching batching, Device device) {
        private static final long DEFAULT_CACHE = 64L << 20;
        private static final int DEFAULT_BATCH = 32;
        private static final Duration DEFAULT_DELAY = Duration.ofMillis(2);
        private static final int DEFAULT_QUEUE = 1_024;

        public Limits {
            if (calls < 1 || models < 1 || cacheBytes < 0) {
                throw new IllegalArgumentException(calls + " calls, " + models + " models, " + cacheBytes
                        + " bytes of sites; expected 1 or more calls and models, and no negative size");
            }
        }

        /** With the usual batches. */
        public Limits(int threads, int calls, int models) {
            this(
                    calls,
                    models,
                    DEFAULT_CACHE,
                    new InferencePool.Batching(threads, DEFAULT_BATCH, DEFAULT_DELAY, DEFAULT_QUEUE),
                    Device.CPU);
        }
    }

    Scorer(ScorerTables tables, ObjectStore store, Limits limits, ScorerMeters meters, ControlGauges controls) {
        StoredObjects objects = new StoredObjects(store);
        ModelLoader loader = new ModelLoader(objects, limits.device());
        this.meters = meters;
        Screens screens = new Screens(tables.wells(), tables.ingests());
        this.shelf = new ServedModels(tables.models(), tables.servings(), loader, meters, limits.models());
        this.lists = new ModelCatalog(shelf, loader);
        this.reader = new SiteReader(
                objects, new SiteCache<>(limits.cacheBytes()), limits.batching().threads(), meters);
        WellScorer wellScorer = new WellScorer(reader, meters);
        this.predictions = new Predictor(screens, shelf, wellScorer);
        BatchNormAdapter adaptations = new BatchNormAdapter(shelf, loader, reader, meters);
        this.submissions = new SubmissionBuilder(screens, shelf, wellScorer, adaptations, objects, controls);
        this.pool = new InferencePool(limits.batching(), limits.calls(), meters);
    }

    /** The classes that each well probably is of. */
    public PredictResponse predict(PredictRequest request, Call call) {
        PredictQuery question = PredictQuery.parse(request);
        try (InferencePool.Seat seat = pool.enter(call)) {
            return meters.predicting(() -> predictions.answer(question, seat));
        }
    }

    /** What a request of a stream is answered with. It waits for a seat instead of being refused. */
    public PredictResponse predictPatiently(PredictRequest request, Call call) {
        PredictQuery question = PredictQuery.parse(request);
        try (InferencePool.Seat seat = pool.enterPatiently(call)) {
            return meters.predicting(() -> predictions.answer(question, seat));
        }
    }

    /** Writes a submission; hears of progress while it works and of the result at the end. */
    public void buildSubmission(BuildSubmissionRequest request, Call call, Consumer<SubmissionProgress> listener) {
        SubmissionQuery query = SubmissionQuery.parse(request);
        try (InferencePool.Seat seat = pool.enter(call)) {
            SubmissionProgress.Builder last =
                    meters.submitting(() -> submissions.build(query, seat, listener)).toBuilder();
            last.getResultBuilder().setCost(call.cost().message());
            listener.accept(last.build());
        }
    }

    public ListModelsResponse listModels(ListModelsRequest request) {
        return lists.list(request);
    }

    public ModelCard describeModel(DescribeModelRequest request) {
        return lists.describe(request);
    }

    @Override
    public void close() {
        pool.close();
        reader.close();
        shelf.close();
    }
}
