package io.wellstream.scorer;

import io.wellstream.imaging.augment.Views;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import java.util.Optional;

/**
 * What a submission may have beyond the bare predictions.
 *
 * @param adapt whether experiments are scored with batch-norm statistics of their own
 * @param views flips and turns of each site: 1, 4 or 8
 * @param designPrior whether the wells of an experiment share its treatments
 * @param groups which treatments stand together on a plate, if that is known
 * @param minConfidence from 0 to 1; rows below are not called
 * @param evaluate whether wells of known truth are scored too
 */
record SubmissionOptions(
        boolean adapt,
        int views,
        boolean designPrior,
        Optional<TreatmentGroups> groups,
        double minConfidence,
        boolean evaluate) {

    static SubmissionOptions parse(BuildSubmissionRequest request) {
        int views = request.getViews() == 0 ? 1 : request.getViews();
        RequestFields.valid("views", () -> Views.first(views));
        double minConfidence = request.getMinConfidence();
        if (!(minConfidence >= 0 && minConfidence <= 1)) {
            throw new ScorerException.InvalidRequest("min_confidence " + minConfidence + "; expected 0 to 1");
        }
        return new SubmissionOptions(
                request.getAdaptToExperiments(),
                views,
                request.getDesignPrior(),
                request.hasGroups() ? Optional.of(TreatmentGroups.parse(request.getGroups())) : Optional.empty(),
                minConfidence,
                request.getEvaluate());
    }
}
