package io.wellstream.scorer;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.DescribeModelRequest;
import io.wellstream.proto.v1.ListModelsRequest;
import io.wellstream.proto.v1.ListModelsResponse;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.wire.MessageKeys;
import io.wellstream.wire.ObjectStore;
import io.wellstream.wire.WellKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Answers calls with published models. The wells of one cell type are answered by one model, held from the beginning of the call
 * to its end, and every answer names the run that made it. Takes its tables and its store from whoever wires it and closes
 * neither.
 */
public final class Scorer implements AutoCloseable {
    private final Screens screens;
    private final ModelShelf shelf;
    private final ModelLists lists;
    private final SiteReader reader;
    private final WellScorer wellScorer;
    private final Submissions submissions;
    private final InferencePool pool;
    private final ScorerMeters meters;

    /**
     * @param calls answered at the same time
     * @param models kept in memory
     * @param cacheBytes of prepared sites kept in memory
     */
    record Limits(int calls, int models, long cacheBytes, InferencePool.Batching batching) {
        private static final long DEFAULT_CACHE = 64L << 20;
        private static final int DEFAULT_BATCH = 32;
        private static final Duration DEFAULT_DELAY = Duration.ofMillis(2);
        private static final int DEFAULT_QUEUE = 1_024;

        Limits {
            if (calls < 1 || models < 1 || cacheBytes < 0) {
                throw new IllegalArgumentException(calls + " calls, " + models + " models, " + cacheBytes
                        + " bytes of sites; expected 1 or more calls and models, and no negative size");
            }
        }

        /** With the usual batches. */
        Limits(int threads, int calls, int models) {
            this(
                    calls,
                    models,
                    DEFAULT_CACHE,
                    new InferencePool.Batching(threads, DEFAULT_BATCH, DEFAULT_DELAY, DEFAULT_QUEUE));
        }
    }

    Scorer(ScorerTables tables, ObjectStore store, Limits limits, ScorerMeters meters) {
        ModelLoader loader = new ModelLoader(store);
        this.meters = meters;
        this.screens = new Screens(tables.wells(), tables.ingests());
        this.shelf = new ModelShelf(tables.models(), tables.servings(), loader, meters, limits.models());
        this.lists = new ModelLists(shelf, loader);
        this.reader = new SiteReader(
                store, new SiteCache(limits.cacheBytes()), limits.batching().threads(), meters);
        this.wellScorer = new WellScorer(reader, meters);
        this.submissions = new Submissions(screens, shelf, wellScorer, store);
        this.pool = new InferencePool(limits.batching(), limits.calls(), meters);
    }

    /** The classes that each well probably is of. */
    public PredictResponse predict(PredictRequest request, CallLife life) {
        PredictQuestion question = PredictQuestion.parse(request);
        try (InferencePool.Seat seat = pool.enter()) {
            return meters.predicting(() -> answer(question, seat, life));
        }
    }

    /** Writes a submission; hears of progress while it works and of the result at the end. */
    public void buildSubmission(BuildSubmissionRequest request, CallLife life, Consumer<SubmissionProgress> listener) {
        SubmissionQuestion question = SubmissionQuestion.parse(request);
        try (InferencePool.Seat seat = pool.enter()) {
            listener.accept(meters.submitting(() -> submissions.build(question, seat, life, listener)));
        }
    }

    public ListModelsResponse listModels(ListModelsRequest request) {
        return lists.list(request);
    }

    public ModelCard describeModel(DescribeModelRequest request) {
        return lists.describe(request);
    }

    private PredictResponse answer(PredictQuestion question, InferencePool.Seat seat, CallLife life) {
        Map<CellType, List<WellIngested>> byCellType = find(question).stream()
                .collect(Collectors.groupingBy(Screens::cellType, TreeMap::new, Collectors.toList()));
        Map<WellId, WellPrediction> predictions = new HashMap<>();
        byCellType.forEach((cellType, wells) -> {
            try (ModelShelf.Lease lease = model(question, cellType)) {
                LoadedModel model = lease.model();
                WellScorer.Pass pass = WellScorer.Pass.of(screens, question.dataset(), model, wells, question.rule());
                wellScorer.score(pass, wells, seat, life, score -> {
                    WellPrediction prediction = prediction(question, model, score);
                    predictions.put(WellKeys.wellOf(prediction.getWell()), prediction);
                });
            }
        });
        return PredictResponse.newBuilder()
                .addAllPredictions(
                        question.wells().stream().map(predictions::get).toList())
                .build();
    }

    /** The wells asked for, each once. */
    private List<WellIngested> find(PredictQuestion question) {
        List<WellIngested> found = new ArrayList<>();
        List<WellId> unknown = new ArrayList<>();
        for (WellId well : question.wells().stream().distinct().toList()) {
            screens.well(question.dataset(), well).ifPresentOrElse(found::add, () -> unknown.add(well));
        }
        if (!unknown.isEmpty()) {
            screens.requireKnown(question.dataset());
            throw new ScorerException.UnknownWell(unknown.size() + " of the wells are not in data set '"
                    + question.dataset() + "' or have no whole site: " + Screens.firstFew(unknown)
                    + "; the ingest's report says why");
        }
        return found;
    }

    private ModelShelf.Lease model(PredictQuestion question, CellType cellType) {
        if (question.run().isPresent()) {
            return shelf.run(question.dataset(), question.run().get());
        }
        return shelf.served(question.dataset(), cellType, question.target())
                .orElseThrow(() -> new ScorerException.UnknownModel("no model of cell type " + cellType
                        + " and target " + MessageKeys.target(question.target()) + " is served for data set '"
                        + question.dataset() + "'; train one, promote one, or name a run"));
    }

    private static WellPrediction prediction(PredictQuestion question, LoadedModel model, WellScore score) {
        WellPrediction.Builder prediction = WellPrediction.newBuilder()
                .setWell(score.well().getWell())
                .setRun(model.name().run().name())
                .addAllTop(score.top(question.top()))
                .setSites(score.well().getSitesCount());
        if (question.allProbabilities()) {
            prediction.addAllProbabilities(score.probabilities());
        }
        return prediction.build();
    }

    @Override
    public void close() {
        pool.close();
        reader.close();
        shelf.close();
    }
}
