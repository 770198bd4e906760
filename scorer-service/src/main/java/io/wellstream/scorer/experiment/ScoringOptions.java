package io.wellstream.scorer.experiment;

import io.wellstream.imaging.augment.Views;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.SiteRule;
import io.wellstream.scorer.call.RequestFields;
import io.wellstream.scorer.call.ScorerException;
import java.util.Optional;

/**
 * How the experiments of a submission are scored and labelled.
 *
 * @param rule that combines the sites of a well
 * @param adaptation whether experiments are scored with their own batch-norm statistics
 * @param views flips and turns of each site: 1, 4 or 8
 * @param designPrior whether the wells of an experiment are labelled together, by the screen's design
 * @param groups which treatments are on the same plate, if that is known
 * @param minConfidence from 0 to 1; a row with less is not called
 */
public record ScoringOptions(
        SiteRule rule,
        AdaptationOptions adaptation,
        int views,
        boolean designPrior,
        Optional<TreatmentGroups> groups,
        double minConfidence) {

    public static ScoringOptions parse(BuildSubmissionRequest request) {
        int views = request.getViews() == 0 ? 1 : request.getViews();
        RequestFields.valid("views", () -> Views.first(views));
        double minConfidence = request.getMinConfidence();
        if (!(minConfidence >= 0 && minConfidence <= 1)) {
            throw new ScorerException.InvalidRequest("min_confidence " + minConfidence + "; expected 0 to 1");
        }
        return new ScoringOptions(
                RequestFields.rule(request.getSiteRule()),
                AdaptationOptions.parse(request),
                views,
                request.getDesignPrior(),
                request.hasGroups() ? Optional.of(TreatmentGroups.parse(request.getGroups())) : Optional.empty(),
                minConfidence);
    }

    ScoringOptions withViews(int count) {
        return new ScoringOptions(rule, adaptation, count, designPrior, groups, minConfidence);
    }
}
