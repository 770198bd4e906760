package io.wellstream.scorer.evaluation;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.scorer.experiment.PredictedExperiment;
import io.wellstream.scorer.model.LoadedModel;
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
public record ModelEvaluation(
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
