package io.wellstream.scorer.experiment;

import io.wellstream.imaging.adapt.AdaptationRule;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.Target;
import io.wellstream.scorer.call.RequestFields;
import io.wellstream.scorer.call.ScorerException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether models are adapted to the experiments that they score. What a call leaves open, the run of each model decides: a model whose
 * validation was adapted is adapted.
 *
 * @param wanted by the call; empty if it does not say
 * @param controls the share of control sites that the call wants to be measured; empty if it does not say
 */
public record AdaptationOptions(Optional<Boolean> wanted, OptionalDouble controls) {
    private static final String ADABN = "adabn";
    private static final String NONE = "none";

    static AdaptationOptions parse(BuildSubmissionRequest request) {
        return new AdaptationOptions(wanted(request), controls(request));
    }

    private static Optional<Boolean> wanted(BuildSubmissionRequest request) {
        boolean older = request.getAdaptToExperiments();
        return switch (request.getAdaptation()) {
            case "" -> older ? Optional.of(true) : Optional.empty();
            case ADABN -> Optional.of(true);
            case NONE -> {
                if (older) {
                    throw new ScorerException.InvalidRequest(
                            "adaptation 'none' contradicts adapt_to_experiments; set one of them");
                }
                yield Optional.of(false);
            }
            default ->
                throw new ScorerException.InvalidRequest(
                        "adaptation '" + request.getAdaptation() + "'; expected adabn, none, or nothing");
        };
    }

    private static OptionalDouble controls(BuildSubmissionRequest request) {
        if (!request.hasAdaptationControls()) {
            return OptionalDouble.empty();
        }
        double share = request.getAdaptationControls();
        return RequestFields.valid("adaptation_controls", () -> {
            AdaptationRule.requireShare(share);
            return OptionalDouble.of(share);
        });
    }

    /** Whether a model is adapted. */
    public boolean adapts(ModelCard card) {
        return wanted.orElse(card.getSpecification().getAdaptation().equals(ADABN));
    }

    /**
     * Which sites are measured. A model that was trained with controls in its batches is measured with the same share of them.
     *
     * @param repeats how often an experiment has each treatment; 0 if the screen does not declare it
     */
    AdaptationRule rule(ModelCard card, int repeats) {
        double trained = card.getSpecification().getBatches().getControls();
        OptionalDouble share = controls.isPresent() || trained == 0 ? controls : OptionalDouble.of(trained);
        return new AdaptationRule(trained(card.getTarget()), share, repeats);
    }

    /** A network's statistics depend on the share of control wells. */
    static AdaptationRule.Trained trained(Target target) {
        return switch (target) {
            case TARGET_TREATMENT -> AdaptationRule.Trained.TREATMENTS;
            case TARGET_CONTROL -> AdaptationRule.Trained.CONTROLS;
            case TARGET_TREATMENT_AND_CONTROL, TARGET_CELL_TYPE, TARGET_UNSPECIFIED, UNRECOGNIZED ->
                AdaptationRule.Trained.BOTH;
        };
    }
}
