package io.wellstream.scorer.predict;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.SiteRule;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.scorer.call.RequestFields;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.site.RequestImages;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A valid Predict request. Whether its wells and models exist is checked later.
 *
 * @param wells by id; empty if there are images
 * @param images of wells that are not ingested; empty if wells are named
 */
public record PredictQuery(
        DatasetId dataset, List<WellId> wells, RequestImages images, ModelChoice model, SiteRule rule, Wanted wanted) {
    private static final int MAX_WELLS = 1_000;
    private static final int MAX_NEAREST = 100;
    private static final int DEFAULT_TOP = 5;

    /**
     * The model that answers: that of the run, or else the one served for the target.
     */
    record ModelChoice(Optional<RunId> run, Target target) {}

    /** What the answer contains for each well. */
    record Wanted(
            int top,
            boolean allProbabilities,
            boolean embedding,
            boolean siteEmbeddings,
            int nearestWells,
            int nearestTreatments) {
        boolean anyEmbedding() {
            return embedding || siteEmbeddings || nearestWells > 0 || nearestTreatments > 0;
        }
    }

    public static PredictQuery parse(PredictRequest request) {
        return new PredictQuery(
                RequestFields.dataset(request.getDataset()),
                wells(request),
                RequestImages.parse(request.getImagesList(), request.getPlate()),
                new ModelChoice(
                        request.getRun().isEmpty()
                                ? Optional.empty()
                                : Optional.of(RequestFields.run(request.getRun())),
                        RequestFields.target(request.getTarget())),
                RequestFields.rule(request.getSiteRule()),
                wanted(request));
    }

    private static List<WellId> wells(PredictRequest request) {
        int count = request.getWellsCount();
        if (request.getImagesCount() > 0) {
            if (count > 0) {
                throw new ScorerException.InvalidRequest(
                        "wells and images in one call; expected one or the other, so make two calls");
            }
            return List.of();
        }
        if (count == 0 || count > MAX_WELLS) {
            throw new ScorerException.InvalidRequest(
                    count + " wells in one call; expected 1 to " + MAX_WELLS + ", so split the list");
        }
        List<WellId> wells = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            wells.add(well(i, request.getWells(i)));
        }
        return wells;
    }

    private static Wanted wanted(PredictRequest request) {
        if (request.getTopK() < 0) {
            throw new ScorerException.InvalidRequest(
                    "top_k " + request.getTopK() + "; expected 0 (the best " + DEFAULT_TOP + ") or more");
        }
        requireInRange("nearest_wells", request.getNearestWells());
        requireInRange("nearest_treatments", request.getNearestTreatments());
        return new Wanted(
                request.getTopK() == 0 ? DEFAULT_TOP : request.getTopK(),
                request.getAllProbabilities(),
                request.getEmbedding(),
                request.getSiteEmbeddings(),
                request.getNearestWells(),
                request.getNearestTreatments());
    }

    private static void requireInRange(String field, int count) {
        if (count < 0 || count > MAX_NEAREST) {
            throw new ScorerException.InvalidRequest(field + " " + count + "; expected 0 to " + MAX_NEAREST);
        }
    }

    private static WellId well(int index, WellKey key) {
        return RequestFields.valid(
                "wells[" + index + "]", () -> WellId.of(key.getExperiment(), WellKeys.plateOf(key), key.getWell()));
    }
}
