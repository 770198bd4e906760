package io.wellstream.scorer;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one model says of wells whose truth is known.
 *
 * @param validation treatment wells of the experiments that training was judged by
 * @param controls positive controls, of the submission's experiments and of those, by experiment; empty: nothing names controls
 */
record Evidence(
        LoadedModel model,
        SortedSet<ExperimentId> submitted,
        List<LabelledExperiment> validation,
        Map<ExperimentId, LabelledExperiment> controls) {

    /** Wells of known truth that are still to be read. */
    record Plan(LoadedModel model, SortedSet<ExperimentId> submitted, List<Group> validation, List<Group> controls) {
        /** Wells of one experiment, and what reads them. */
        private record Group(LoadedModel model, List<WellIngested> wells) {}

        /** Finds the wells that tell how good a model is on experiments that it has submitted to. */
        static Plan of(
                Screens screens,
                DatasetId dataset,
                LoadedModel model,
                SortedSet<ExperimentId> submitted,
                Function<CellType, Optional<LoadedModel>> ofControls) {
            SortedSet<ExperimentId> validated = new TreeSet<>();
            model.card().getValidationExperimentsList().forEach(name -> validated.add(new ExperimentId(name)));
            List<Group> treatments = new ArrayList<>();
            for (ExperimentId experiment : validated) {
                List<WellIngested> wells = wells(screens, dataset, experiment, Plan::isLabelledTreatment);
                if (!wells.isEmpty()) {
                    treatments.add(new Group(model, wells));
                }
            }
            SortedSet<ExperimentId> both = new TreeSet<>(validated);
            both.addAll(submitted);
            List<Group> controls = new ArrayList<>();
            for (ExperimentId experiment : both) {
                List<WellIngested> wells = wells(screens, dataset, experiment, Plan::isPositiveControl);
                if (!wells.isEmpty()) {
                    namesControls(model, ofControls, Screens.cellType(wells.getFirst()))
                            .filter(reader -> !hasTrainedOn(reader, experiment))
                            .ifPresent(reader -> controls.add(new Group(reader, wells)));
                }
            }
            return new Plan(model, submitted, treatments, controls);
        }

        /** The model itself if it knows controls, else a served model of controls. */
        private static Optional<LoadedModel> namesControls(
                LoadedModel model, Function<CellType, Optional<LoadedModel>> ofControls, CellType cellType) {
            return model.card().getTarget() == Target.TARGET_TREATMENT_AND_CONTROL
                    ? Optional.of(model)
                    : ofControls.apply(cellType);
        }

        /** Controls that a model was trained on flatter it, and would bend the map from controls to treatments. */
        private static boolean hasTrainedOn(LoadedModel reader, ExperimentId experiment) {
            return reader.card().getTrainingExperimentsList().contains(experiment.name());
        }

        private static List<WellIngested> wells(
                Screens screens, DatasetId dataset, ExperimentId experiment, Predicate<WellIngested> wanted) {
            return screens.wells(dataset, experiment).stream()
                    .filter(wanted.and(well -> !well.getLabel().isEmpty() && well.getSitesCount() > 0))
                    .sorted(Comparator.comparing(well -> WellKeys.wellOf(well.getWell())))
                    .toList();
        }

        private static boolean isLabelledTreatment(WellIngested well) {
            return well.getRole() == WellRole.WELL_ROLE_TREATMENT;
        }

        private static boolean isPositiveControl(WellIngested well) {
            return well.getRole() == WellRole.WELL_ROLE_POSITIVE_CONTROL;
        }

        /** The models that read them. */
        Set<LoadedModel> readers() {
            return Stream.of(validation, controls)
                    .flatMap(List::stream)
                    .map(Group::model)
                    .collect(Collectors.toSet());
        }

        long size() {
            return wells(validation) + wells(controls);
        }

        private static long wells(List<Group> groups) {
            return groups.stream().mapToLong(group -> group.wells().size()).sum();
        }

        Evidence read(WellReader reader, WellReader.Job job, Labeller labeller) {
            List<LabelledExperiment> treatments = validation.stream()
                    .map(group -> labeller.label(model, reader.read(job, model, group.wells())))
                    .toList();
            Map<ExperimentId, LabelledExperiment> ofControls = new TreeMap<>();
            for (Group group : controls) {
                LabelledExperiment read =
                        LabelledExperiment.byBest(group.model(), reader.read(job, group.model(), group.wells()));
                ofControls.put(read.experiment(), read);
            }
            return new Evidence(model, submitted, treatments, ofControls);
        }
    }

    /** Those of the submission's experiments. */
    List<LabelledExperiment> submittedControls() {
        return controls.values().stream()
                .filter(experiment -> submitted.contains(experiment.experiment()))
                .toList();
    }
}
