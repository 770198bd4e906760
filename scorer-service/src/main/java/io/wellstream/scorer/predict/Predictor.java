package io.wellstream.scorer.predict;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.inference.InferencePool;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.scorer.model.ServedModels;
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
 * Answers the questions of Predict. The wells of one cell type are answered by one model, held from the beginning of the call to
 * its end, and every answer names the run that made it.
 */
public final class Predictor {
    private final Screens screens;
    private final ServedModels shelf;
    private final WellScorer wellScorer;

    public Predictor(Screens screens, ServedModels shelf, WellScorer wellScorer) {
        this.screens = screens;
        this.shelf = shelf;
        this.wellScorer = wellScorer;
    }

    public PredictResponse answer(PredictQuery question, InferencePool.Seat seat) {
        return question.images().isEmpty() ? ofWells(question, seat) : ofImages(question, seat);
    }

    private PredictResponse ofWells(PredictQuery question, InferencePool.Seat seat) {
        Map<CellType, List<WellIngested>> byCellType = find(question).stream()
                .collect(Collectors.groupingBy(Screens::cellType, TreeMap::new, Collectors.toList()));
        Map<WellId, WellPrediction> predictions = new HashMap<>();
        byCellType.forEach((cellType, wells) -> {
            try (ServedModels.Lease lease = model(question, Optional.of(cellType))) {
                LoadedModel model = lease.model();
                Scoring scoring = Scoring.of(screens, question.dataset(), model, wells, question.rule())
                        .withEmbedding(embedding(question, model));
                List<WellScore> scores = new ArrayList<>(wells.size());
                wellScorer.score(scoring, wells, seat, (well, sites) -> scores.add(WellScore.of(scoring, well, sites)));
                predictions(question.wanted(), model, scores)
                        .forEach(prediction -> predictions.put(WellKeys.wellOf(prediction.getWell()), prediction));
            }
        });
        return PredictResponse.newBuilder()
                .addAllPredictions(
                        question.wells().stream().map(predictions::get).toList())
                .build();
    }

    private PredictResponse ofImages(PredictQuery question, InferencePool.Seat seat) {
        Map<String, List<RequestImages.Well>> byCellType = question.images().stream()
                .collect(Collectors.groupingBy(well -> well.images().getCellType(), TreeMap::new, Collectors.toList()));
        WellPrediction[] predictions = new WellPrediction[question.images().size()];
        byCellType.values().forEach(wells -> {
            try (ServedModels.Lease lease = model(question, wells.getFirst().cellType())) {
                LoadedModel model = lease.model();
                Scoring scoring = Scoring.ofImages(
                                screens, question.dataset(), model, question.plate(), question.rule())
                        .withEmbedding(embedding(question, model));
                List<WellScore> scores = new ArrayList<>(wells.size());
                wellScorer.scoreImages(
                        scoring, wells, seat, (well, sites) -> scores.add(WellScore.of(scoring, well, sites)));
                List<WellPrediction> answers = predictions(question.wanted(), model, scores);
                for (int i = 0; i < wells.size(); i++) {
                    predictions[wells.get(i).index()] = answers.get(i);
                }
            }
        });
        return PredictResponse.newBuilder()
                .addAllPredictions(List.of(predictions))
                .build();
    }

    /** The wells asked for, each once. */
    private List<WellIngested> find(PredictQuery question) {
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

    private ServedModels.Lease model(PredictQuery question, Optional<CellType> cellType) {
        if (question.run().isPresent()) {
            return shelf.run(question.dataset(), question.run().get());
        }
        return cellType.map(named -> shelf.served(question.dataset(), named, question.target()))
                .orElseGet(() -> shelf.servedForAll(question.dataset(), question.target()))
                .orElseThrow(() -> new ScorerException.UnknownModel("no model of "
                        + cellType.map(named -> "cell type " + named).orElse("all cell types")
                        + " and target " + MessageKeys.target(question.target())
                        + " is served for data set '" + question.dataset()
                        + "'; train one, promote one, or name a run"));
    }

    private static boolean embedding(PredictQuery question, LoadedModel model) {
        boolean wanted = question.wanted().anyEmbedding();
        if (wanted && model.embeddingSize() == 0) {
            throw new ScorerException.ModelUnusable(
                    "model '" + model.name() + "' was exported without embeddings; train again to have them", null);
        }
        if (question.wanted().nearestTreatments() > 0 && model.directions().isEmpty()) {
            throw new ScorerException.ModelUnusable(
                    "model '" + model.name()
                            + "' does not end in a dense layer over its embedding, so that no treatment"
                            + " is near; ask for embeddings, or a model that was trained here",
                    null);
        }
        return wanted;
    }

    /** The predictions of one model, in the order of the scores. */
    private static List<WellPrediction> predictions(
            PredictQuery.Wanted wanted, LoadedModel model, List<WellScore> scores) {
        Optional<SimilarWells> near =
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
            near.ifPresent(wells -> prediction.addAllNearest(wells.of(index, wanted.nearestWells())));
            predictions.add(prediction.build());
        }
        return predictions;
    }
}
