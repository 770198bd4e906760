package io.wellstream.scorer;

import io.wellstream.imaging.screen.ExperimentId;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * A model's predictions for wells with known labels.
 *
 * @param submitted the model's experiments of the submission
 * @param validation treatment wells of the experiments that the model was validated on
 * @param controls positive controls of both, by experiment; empty if no model names controls
 */
record ModelEvaluation(
        LoadedModel model,
        SortedSet<ExperimentId> submitted,
        List<PredictedExperiment> validation,
        Map<ExperimentId, PredictedExperiment> controls) {

    /** The controls of the submission's experiments. */
    List<PredictedExperiment> submittedControls() {
        return controls.values().stream()
                .filter(experiment -> submitted.contains(experiment.id()))
                .toList();
    }
}
