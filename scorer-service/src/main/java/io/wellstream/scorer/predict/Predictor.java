package io.wellstream.scorer.predict;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.inference.InferencePool;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.scorer.model.ServedModels;
import io.wellstream.scorer.site.RecentCorrections;
import io.wellstream.scorer.site.RequestImages;
import io.wellstream.scorer.site.Screens;
import io.wellstream.wire.Floats;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Answers Predict calls. The wells of one cell type are scored by one model throughout the call, and every answer names the run that trained
 * it.
 */
public final class Predictor {
    private final Screens screens;
    private final RecentCorrections corrections;
    private final ServedModels models;
    private final WellScorer wellScorer;

    public Predictor(RecentCorrections corrections, ServedModels models, WellScorer wellScorer) {
        this.screens = corrections.screens();
        this.corrections = corrections;
        this.models = models;
        this.wellScorer = wellScorer;
    }

    public PredictResponse answer(PredictQuery query, InferencePool.Slot slot) {
        return query.images().wells().isEmpty() ? ofWells(query, slot) : ofImages(query, slot);
    }

    private PredictResponse ofWells(PredictQuery query, InferencePool.Slot slot) {
        Map<CellType, List<WellIngested>> byCellType = find(query).stream()
                .collect(Collectors.groupingBy(Screens::cellType, TreeMap::new, Collectors.toList()));
        Map<WellId, WellPrediction> predictions = new HashMap<>();
        byCellType.forEach((cellType, wells) -> {
            try (ServedModels.Lease lease = model(query, Optional.of(cellType))) {
                LoadedModel model = lease.model();
                Scoring scoring = Scoring.of(corrections, query.dataset(), model, wells, query.rule(), slot.call())
                        .withEmbedding(embedding(query, model));
                List<WellScore> scores = new ArrayList<>(wells.size());
                wellScorer.score(
                        scoring,
                        wells,
                        slot,
                        (well, sites) -> scores.add(WellScore.of(scoring, well, sites, query.wanted())));
                predictions(query.wanted(), model, scores)
                        .forEach(prediction -> predictions.put(WellKeys.wellOf(prediction.getWell()), prediction));
            }
        });
        return PredictResponse.newBuilder()
                .addAllPredictions(query.wells().stream().map(predictions::get).toList())
                .build();
    }

    private PredictResponse ofImages(PredictQuery query, InferencePool.Slot slot) {
        Map<String, List<RequestImages.Well>> byCellType = query.images().wells().stream()
                .collect(Collectors.groupingBy(well -> well.images().getCellType(), TreeMap::new, Collectors.toList()));
        WellPrediction[] predictions = new WellPrediction[query.images().wells().size()];
        byCellType.values().forEach(wells -> {
            try (ServedModels.Lease lease = model(query, wells.getFirst().cellType())) {
                LoadedModel model = lease.model();
                Scoring scoring = Scoring.ofImages(
                                screens, query.dataset(), model, query.images().plate(), query.rule())
                        .withEmbedding(embedding(query, model));
                List<WellScore> scores = new ArrayList<>(wells.size());
                wellScorer.scoreImages(
                        scoring,
                        wells,
                        slot,
                        (well, sites) -> scores.add(WellScore.of(scoring, well, sites, query.wanted())));
                List<WellPrediction> answers = predictions(query.wanted(), model, scores);
                for (int i = 0; i < wells.size(); i++) {
                    predictions[wells.get(i).index()] = answers.get(i);
                }
            }
        });
        return PredictResponse.newBuilder()
                .addAllPredictions(List.of(predictions))
                .build();
    }

    /** The records of the wells in the request, each once. */
    private List<WellIngested> find(PredictQuery query) {
        List<WellIngested> found = new ArrayList<>();
        List<WellId> unknown = new ArrayList<>();
        for (WellId well : query.wells().stream().distinct().toList()) {
            screens.well(query.dataset(), well).ifPresentOrElse(found::add, () -> unknown.add(well));
        }
        if (!unknown.isEmpty()) {
            screens.requireKnown(query.dataset());
            throw new ScorerException.UnknownWell(unknown.size() + " of the wells are not in data set '"
                    + query.dataset() + "' or have no whole site: " + Screens.firstFew(unknown)
                    + "; the report of the ingest says why");
        }
        return found;
    }

    private ServedModels.Lease model(PredictQuery query, Optional<CellType> cellType) {
        Target target = query.model().target();
        if (query.model().run().isPresent()) {
            return models.run(query.dataset(), query.model().run().get());
        }
        return cellType.map(named -> models.served(query.dataset(), named, target))
                .orElseGet(() -> models.servedForAll(query.dataset(), target))
                .orElseThrow(() -> new ScorerException.UnknownModel("no model of "
                        + cellType.map(named -> "cell type " + named).orElse("all cell types")
                        + " and target " + MessageKeys.target(target) + " is served for data set '" + query.dataset()
                        + "'; train one, promote one, or name a run"));
    }

    private static boolean embedding(PredictQuery query, LoadedModel model) {
        boolean wanted = query.wanted().anyEmbedding();
        if (wanted && model.embeddingSize() == 0) {
            throw new ScorerException.ModelUnusable(
                    "model '" + model.name() + "' was exported without embeddings; train it again to get them", null);
        }
        if (query.wanted().nearestTreatments() > 0 && model.directions().isEmpty()) {
            throw new ScorerException.ModelUnusable(
                    "model '" + model.name()
                            + "' does not end in a dense layer over its embedding, so nearest treatments"
                            + " are not defined; ask for embeddings, or use a model trained by Wellstream",
                    null);
        }
        return wanted;
    }

    /** One model's predictions, in the order of the scores. */
    private static List<WellPrediction> predictions(
            PredictQuery.Wanted wanted, LoadedModel model, List<WellScore> scores) {
        Optional<SimilarWells> similar =
                wanted.nearestWells() > 0 ? Optional.of(new SimilarWells(scores)) : Optional.empty();
        List<WellPrediction> predictions = new ArrayList<>(scores.size());
        for (int i = 0; i < scores.size(); i++) {
            WellScore score = scores.get(i);
            WellPrediction.Builder prediction = score.identity().toBuilder()
                    .setRun(model.name().run().name())
                    .addAllTop(score.top(wanted.top(), model.classes()))
                    .setSites(score.sites());
            if (wanted.allProbabilities()) {
                prediction.addAllProbabilities(Floats.list(score.probabilities()));
            }
            if (wanted.embedding()) {
                prediction.addAllEmbedding(Floats.list(score.embedding()));
            }
            if (wanted.nearestTreatments() > 0) {
                model.directions()
                        .ifPresent(directions -> prediction.addAllNearestTreatments(directions.near(
                                score.embedding(), model.classes(), score.allowed(), wanted.nearestTreatments())));
            }
            int index = i;
            similar.ifPresent(wells -> prediction.addAllNearest(wells.of(index, wanted.nearestWells())));
            predictions.add(prediction.build());
        }
        return predictions;
    }
}
