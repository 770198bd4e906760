package io.wellstream.scorer;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.SiteRule;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.wire.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A Predict request that makes sense in itself. Whether its wells and models exist is asked later. */
record PredictQuestion(
        DatasetId dataset,
        List<WellId> wells,
        int top,
        boolean allProbabilities,
        Optional<RunId> run,
        Target target,
        SiteRule rule) {
    private static final int MOST_WELLS = 1_000;
    private static final int DEFAULT_TOP = 5;

    static PredictQuestion parse(PredictRequest request) {
        int count = request.getWellsCount();
        if (count == 0 || count > MOST_WELLS) {
            throw new ScorerException.InvalidRequest(
                    count + " wells in one call; expected 1 to " + MOST_WELLS + ", so split the list");
        }
        if (request.getTopK() < 0) {
            throw new ScorerException.InvalidRequest(
                    "top_k " + request.getTopK() + "; expected 0 (the best " + DEFAULT_TOP + ") or more");
        }
        List<WellId> wells = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            wells.add(well(i, request.getWells(i)));
        }
        return new PredictQuestion(
                dataset(request.getDataset()),
                wells,
                request.getTopK() == 0 ? DEFAULT_TOP : request.getTopK(),
                request.getAllProbabilities(),
                request.getRun().isEmpty() ? Optional.empty() : Optional.of(run(request.getRun())),
                target(request.getTarget()),
                rule(request.getSiteRule()));
    }

    static DatasetId dataset(String name) {
        return valid("dataset", () -> new DatasetId(name));
    }

    static RunId run(String name) {
        return valid("run", () -> new RunId(name));
    }

    static SiteRule rule(SiteRule rule) {
        if (rule == SiteRule.UNRECOGNIZED) {
            throw new ScorerException.InvalidRequest("site_rule: this scorer does not know the rule; update it");
        }
        return rule == SiteRule.SITE_RULE_UNSPECIFIED ? SiteRule.SITE_RULE_MEAN_LOG_PROBABILITY : rule;
    }

    private static Target target(Target target) {
        if (target == Target.UNRECOGNIZED) {
            throw new ScorerException.InvalidRequest("target: this scorer does not know the target; update it");
        }
        return target == Target.TARGET_UNSPECIFIED ? Target.TARGET_TREATMENT : target;
    }

    private static WellId well(int index, WellKey key) {
        return valid("wells[" + index + "]", () -> WellId.of(key.getExperiment(), key.getPlate(), key.getWell()));
    }

    private static <T> T valid(String field, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw new ScorerException.InvalidRequest(field + ": " + e.getMessage());
        }
    }
}
