package io.wellstream.scorer;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Answers the questions of Predict. The wells of one cell type are answered by one model, held from the beginning of the call to
 * its end, and every answer names the run that made it.
 */
final class Predictions {
    private final Screens screens;
    private final ModelShelf shelf;
    private final WellScorer wellScorer;

    Predictions(Screens screens, ModelShelf shelf, WellScorer wellScorer) {
        this.screens = screens;
        this.shelf = shelf;
        this.wellScorer = wellScorer;
    }

    PredictResponse answer(PredictQuestion question, InferencePool.Seat seat) {
        return question.images().isEmpty() ? ofWells(question, seat) : ofImages(question, seat);
    }

    private PredictResponse ofWells(PredictQuestion question, InferencePool.Seat seat) {
        Map<CellType, List<WellIngested>> byCellType = find(question).stream()
                .collect(Collectors.groupingBy(Screens::cellType, TreeMap::new, Collectors.toList()));
        Map<WellId, WellPrediction> predictions = new HashMap<>();
        byCellType.forEach((cellType, wells) -> {
            try (ModelShelf.Lease lease = model(question, Optional.of(cellType))) {
                LoadedModel model = lease.model();
                List<WellScore> scores = new ArrayList<>(wells.size());
                WellScorer.Pass pass = WellScorer.Pass.of(screens, question.dataset(), model, wells, question.rule())
                        .withEmbedding(embedding(question, model));
                wellScorer.score(pass, wells, seat, scores::add);
                predictions(
                        question,
                        pass,
                        scores,
                        prediction -> predictions.put(WellKeys.wellOf(prediction.getWell()), prediction));
            }
        });
        return PredictResponse.newBuilder()
                .addAllPredictions(
                        question.wells().stream().map(predictions::get).toList())
                .build();
    }

    private PredictResponse ofImages(PredictQuestion question, InferencePool.Seat seat) {
        Map<String, List<RequestImages.Well>> byCellType = question.images().stream()
                .collect(Collectors.groupingBy(well -> well.images().getCellType(), TreeMap::new, Collectors.toList()));
        WellPrediction[] predictions = new WellPrediction[question.images().size()];
        byCellType.values().forEach(wells -> {
            try (ModelShelf.Lease lease = model(question, wells.getFirst().cellType())) {
                LoadedModel model = lease.model();
                List<WellScore> scores = new ArrayList<>(wells.size());
                WellScorer.Pass pass = WellScorer.Pass.ofImages(
                                screens, question.dataset(), model, question.plate(), question.rule())
                        .withEmbedding(embedding(question, model));
                wellScorer.scoreImages(pass, wells, seat, scores::add);
                var order = wells.iterator();
                predictions(
                        question,
                        pass,
                        scores,
                        prediction -> predictions[order.next().index()] = prediction);
            }
        });
        return PredictResponse.newBuilder()
                .addAllPredictions(List.of(predictions))
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

    private ModelShelf.Lease model(PredictQuestion question, Optional<CellType> cellType) {
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

    private static boolean embedding(PredictQuestion question, LoadedModel model) {
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

    /** The predictions of one model's wells, in their order. */
    private static void predictions(
            PredictQuestion question, WellScorer.Pass pass, List<WellScore> scores, Consumer<WellPrediction> sink) {
        PredictQuestion.Wanted wanted = question.wanted();
        LoadedModel model = pass.model();
        RowClasses rowClasses = pass.rowClasses();
        Optional<NearWells> near = wanted.nearestWells() > 0 ? Optional.of(new NearWells(scores)) : Optional.empty();
        for (int i = 0; i < scores.size(); i++) {
            WellScore score = scores.get(i);
            WellPrediction.Builder prediction = score.identity()
                    .setRun(model.name().run().name())
                    .addAllTop(score.top(wanted.top()))
                    .setSites(score.well().getSitesCount());
            if (wanted.allProbabilities()) {
                prediction.addAllProbabilities(score.probabilities());
            }
            if (wanted.embedding()) {
                for (float value : score.embedding()) {
                    prediction.addEmbedding(value);
                }
            }
            model.directions()
                    .filter(directions -> wanted.nearestTreatments() > 0)
                    .ifPresent(directions -> prediction.addAllNearestTreatments(directions.near(
                            score.embedding(),
                            model.classes(),
                            rowClasses.of(score.well()),
                            wanted.nearestTreatments())));
            int index = i;
            near.ifPresent(wells -> prediction.addAllNearest(wells.of(index, wanted.nearestWells())));
            sink.accept(prediction.build());
        }
    }
}
