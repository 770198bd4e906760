package io.wellstream.scorer.evaluation;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.scorer.experiment.ScoringStep;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The accuracy on the positive controls of an experiment.
 *
 * @param worstKnown the lowest in any validation experiment; empty if there is none to compare with
 */
public record ControlAccuracy(String cellType, ExperimentId experiment, Accuracy accuracy, OptionalDouble worstKnown) {
    /** For each experiment of the submission that has controls. */
    public static List<ControlAccuracy> of(ModelEvaluation evaluation) {
        OptionalDouble worst = evaluation.controls().values().stream()
                .filter(controls -> !evaluation.submitted().contains(controls.id()))
                .mapToDouble(controls -> controls.accuracy(ScoringStep.VIEWS).value())
                .min();
        return evaluation.submittedControls().stream()
                .map(controls -> new ControlAccuracy(
                        controls.cellType(), controls.id(), controls.accuracy(ScoringStep.VIEWS), worst))
                .toList();
    }

    /** Whether the accuracy is lower than chance would explain, compared with the validation experiments. */
    boolean areMissed() {
        return worstKnown.isPresent() && accuracy.high() < worstKnown.getAsDouble();
    }
}
