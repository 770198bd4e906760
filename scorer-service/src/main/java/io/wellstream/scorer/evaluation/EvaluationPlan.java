package io.wellstream.scorer.evaluation;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.scorer.experiment.ExperimentScorer;
import io.wellstream.scorer.experiment.ExperimentWells;
import io.wellstream.scorer.experiment.Labeller;
import io.wellstream.scorer.experiment.PredictedExperiment;
import io.wellstream.scorer.experiment.ScoringJob;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.scorer.site.Screens;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The wells with known labels that show how good one model is on the experiments that it scores for a submission.
 *
 * @param submitted the model's experiments of the submission
 * @param validation treatment wells of the experiments that the model was validated on
 * @param controls positive controls of both
 */
public record EvaluationPlan(
        LoadedModel model,
        SortedSet<ExperimentId> submitted,
        List<ExperimentWells> validation,
        List<ExperimentWells> controls) {

    /** @param ofControls the served model of controls for a cell type */
    public static EvaluationPlan of(
            Screens screens,
            DatasetId dataset,
            LoadedModel model,
            SortedSet<ExperimentId> submitted,
            Function<CellType, Optional<LoadedModel>> ofControls) {
        SortedSet<ExperimentId> validated = new TreeSet<>();
        model.card().getValidationExperimentsList().forEach(name -> validated.add(new ExperimentId(name)));
        List<ExperimentWells> treatments = new ArrayList<>();
        for (ExperimentId experiment : validated) {
            List<WellIngested> wells = labelled(screens, dataset, experiment, WellRole.WELL_ROLE_TREATMENT);
            if (!wells.isEmpty()) {
                treatments.add(new ExperimentWells(model, wells));
            }
        }
        SortedSet<ExperimentId> both = new TreeSet<>(validated);
        both.addAll(submitted);
        List<ExperimentWells> controls = new ArrayList<>();
        for (ExperimentId experiment : both) {
            List<WellIngested> wells = labelled(screens, dataset, experiment, WellRole.WELL_ROLE_POSITIVE_CONTROL);
            if (!wells.isEmpty()) {
                modelOfControls(model, ofControls, Screens.cellType(wells.getFirst()))
                        .filter(namer -> !hasTrainedOn(namer, experiment))
                        .ifPresent(namer -> controls.add(new ExperimentWells(namer, wells)));
            }
        }
        return new EvaluationPlan(model, submitted, treatments, controls);
    }

    /** The model itself if it knows controls, else a served model of controls. */
    private static Optional<LoadedModel> modelOfControls(
            LoadedModel model, Function<CellType, Optional<LoadedModel>> ofControls, CellType cellType) {
        return model.card().getTarget() == Target.TARGET_TREATMENT_AND_CONTROL
                ? Optional.of(model)
                : ofControls.apply(cellType);
    }

    /** Accuracy on controls that a model was trained on is too high, and would distort the estimate from controls to treatments. */
    private static boolean hasTrainedOn(LoadedModel model, ExperimentId experiment) {
        return model.card().getTrainingExperimentsList().contains(experiment.name())
                || model.card().getTransduction().getExperimentsList().stream()
                        .filter(one -> one.getExperiment().equals(experiment.name()))
                        .anyMatch(one ->
                                one.getControls() > 0 || !one.getBeganWith().isEmpty());
    }

    private static List<WellIngested> labelled(
            Screens screens, DatasetId dataset, ExperimentId experiment, WellRole role) {
        return screens.wells(dataset, experiment).stream()
                .filter(well -> well.getRole() == role && !well.getLabel().isEmpty() && well.getSitesCount() > 0)
                .sorted(Comparator.comparing(well -> WellKeys.wellOf(well.getWell())))
                .toList();
    }

    /** The models that score these wells. */
    public Set<LoadedModel> models() {
        return Stream.of(validation, controls)
                .flatMap(List::stream)
                .map(ExperimentWells::model)
                .collect(Collectors.toSet());
    }

    /** How many wells there are. */
    public long size() {
        return Stream.of(validation, controls)
                .flatMap(List::stream)
                .mapToLong(ExperimentWells::size)
                .sum();
    }

    public ModelEvaluation score(ExperimentScorer scorer, ScoringJob job, Labeller labeller) {
        List<PredictedExperiment> treatments = validation.stream()
                .map(wells -> labeller.label(scorer.score(job, wells)))
                .toList();
        Map<ExperimentId, PredictedExperiment> ofControls = new TreeMap<>();
        controls.forEach(wells -> ofControls.put(wells.experiment(), scorer.score(job, wells)));
        return new ModelEvaluation(model, submitted, treatments, ofControls);
    }
}
