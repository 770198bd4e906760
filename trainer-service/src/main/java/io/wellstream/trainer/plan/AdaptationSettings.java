package io.wellstream.trainer.plan;

import io.wellstream.imaging.adapt.AdaptationRule;
import io.wellstream.proto.v1.RunSpecification;
import java.util.List;
import java.util.OptionalDouble;

/** Whether the network of a run is evaluated, and served, with batch-norm statistics of each experiment. What is off is absent from a complete specification. */
final class AdaptationSettings {
    private static final String NONE = "none";
    private static final String ADABN = "adabn";
    private static final List<String> KINDS = List.of(NONE, ADABN);

    private AdaptationSettings() {}

    static void complete(RunSpecification.Builder run) {
        String kind = run.getAdaptation().isEmpty() ? NONE : run.getAdaptation();
        if (!KINDS.contains(kind)) {
            throw RefusedRunException.setting("adaptation", kind, "one of " + String.join(", ", KINDS));
        }
        if (kind.equals(NONE)) {
            run.clearAdaptation();
        }
    }

    /** The same with what is off written out, for people. */
    static void writeOut(RunSpecification.Builder run) {
        if (run.getAdaptation().isEmpty()) {
            run.setAdaptation(NONE);
        }
    }

    /** Whether a complete specification asks for it. */
    static boolean isAdapting(RunSpecification run) {
        return run.getAdaptation().equals(ADABN);
    }

    /** The sites on which batch norms are measured: the same that a scorer chooses for the model by default. */
    static AdaptationRule rule(RunSpecification run, int repeats) {
        double share = run.getBatches().getControls();
        return new AdaptationRule(
                trained(run), share == 0 ? OptionalDouble.empty() : OptionalDouble.of(share), repeats);
    }

    private static AdaptationRule.Trained trained(RunSpecification run) {
        return switch (run.getTarget()) {
            case TARGET_TREATMENT -> AdaptationRule.Trained.TREATMENTS;
            case TARGET_CONTROL -> AdaptationRule.Trained.CONTROLS;
            case TARGET_TREATMENT_AND_CONTROL, TARGET_CELL_TYPE, TARGET_UNSPECIFIED, UNRECOGNIZED ->
                AdaptationRule.Trained.BOTH;
        };
    }

    /** @throws RefusedRunException if images are so large that no batch of them can be measured */
    static void check(RunSpecification run, int channels) {
        long numbers = (long) channels * run.getImageSide() * run.getImageSide();
        int largest = AdaptationRule.largestBatch(numbers);
        if (isAdapting(run) && largest < AdaptationRule.SMALLEST_BATCH) {
            throw RefusedRunException.setting(
                    "adaptation",
                    ADABN,
                    "none, because no more than " + largest + " images of this size can be computed together, and"
                            + " statistics need at least " + AdaptationRule.SMALLEST_BATCH);
        }
    }
}
