package io.wellstream.scorer;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.screen.ExperimentId;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How well the positive controls of an experiment are named.
 *
 * @param worstKnown the least share in any validation experiment; empty if there is none to compare with
 */
record ControlAccuracy(String cellType, ExperimentId experiment, Accuracy accuracy, OptionalDouble worstKnown) {
    /** Those of the submission's experiments. */
    static List<ControlAccuracy> of(Evidence evidence) {
        OptionalDouble worst = evidence.controls().values().stream()
                .filter(controls -> !evidence.submitted().contains(controls.experiment()))
                .mapToDouble(controls -> controls.accuracy(Step.VIEWS).value())
                .min();
        return evidence.submittedControls().stream()
                .map(controls -> new ControlAccuracy(
                        controls.cellType(), controls.experiment(), controls.accuracy(Step.VIEWS), worst))
                .toList();
    }

    /** Whether they are named worse than chance would explain, going by the validation experiments. */
    boolean areMissed() {
        return worstKnown.isPresent() && accuracy.high() < worstKnown.getAsDouble();
    }
}
