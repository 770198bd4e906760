package io.wellstream.scorer.experiment;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.Adaptation;
import io.wellstream.proto.v1.ExperimentScores;
import io.wellstream.scorer.model.LoadedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Wells of one experiment with the labels that they get.
 *
 * @param wells at least one
 * @param groups of treatments on its plates, if the caller gave groups
 * @param adaptation of the model to the experiment, if that was asked for
 */
public record PredictedExperiment(
        LoadedModel model,
        List<PredictedWell> wells,
        Optional<PlateGroupAssignment> groups,
        Optional<Adaptation> adaptation) {
    public PredictedExperiment {
        wells = List.copyOf(wells);
        if (wells.isEmpty()) {
            throw new IllegalArgumentException("an experiment without wells");
        }
    }

    /** Each well labelled with its own most probable class. */
    static PredictedExperiment of(
            ExperimentWells experiment,
            ExperimentScores asTrained,
            ExperimentScores scored,
            Optional<Adaptation> adaptation) {
        List<PredictedWell> wells = new ArrayList<>(experiment.size());
        for (int i = 0; i < experiment.size(); i++) {
            wells.add(PredictedWell.of(
                    experiment.wells().get(i), scored.getClassesList(), asTrained.getWells(i), scored.getWells(i)));
        }
        return new PredictedExperiment(experiment.model(), wells, Optional.empty(), adaptation);
    }

    public PredictedExperiment withWells(List<PredictedWell> others) {
        return new PredictedExperiment(model, others, groups, adaptation);
    }

    PredictedExperiment withGroups(Optional<PlateGroupAssignment> assigned) {
        return new PredictedExperiment(model, wells, assigned, adaptation);
    }

    public ExperimentId id() {
        return wells.getFirst().id().experiment();
    }

    public String cellType() {
        return wells.getFirst().well().getCellType();
    }

    /** The share of wells whose sites, each alone, get the same class, of those with several sites. */
    public Optional<Accuracy> sitesAgree() {
        List<PredictedWell> replicated =
                wells.stream().filter(PredictedWell::hasSeveralSites).toList();
        return replicated.isEmpty()
                ? Optional.empty()
                : Optional.of(new Accuracy(
                        replicated.stream().filter(PredictedWell::sitesAgree).count(), replicated.size()));
    }

    /** How often the class after a step is the label in the metadata; every well must have one. */
    public Accuracy accuracy(ScoringStep step) {
        long right =
                wells.stream().filter(well -> well.isRight(step.best(well))).count();
        return new Accuracy(right, wells.size());
    }
}
