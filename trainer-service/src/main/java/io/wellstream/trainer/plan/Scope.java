package io.wellstream.trainer.plan;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.Target;
import io.wellstream.wire.keys.WellKeys;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which wells a run uses, and the expected label of each. */
public record Scope(Optional<CellType> cellType, Target target, Set<WellId> excluded) {
    public Scope {
        excluded = Set.copyOf(excluded);
        if (target == Target.TARGET_UNSPECIFIED || target == Target.UNRECOGNIZED) {
            throw new IllegalArgumentException("target " + target + "; expected a target that this version knows");
        }
    }

    public static Scope of(RunSpecification specification) {
        String cellType = specification.getCellType();
        return new Scope(
                cellType.isEmpty() ? Optional.empty() : Optional.of(new CellType(cellType)),
                specification.getTarget(),
                specification.getExcludedList().stream().map(WellKeys::wellOf).collect(Collectors.toSet()));
    }

    /** Whether the well has the requested cell type and is not excluded by name. */
    public boolean covers(DataSet.Well well) {
        return cellType.map(well.cellType()::equals).orElse(true) && !excluded.contains(well.id());
    }

    /**
     * The label that the network should predict for a well; empty if the well is not an example of this target. Wells of the
     * screen's test part are never examples: their controls have labels, but their experiments must stay unseen.
     */
    public Optional<String> label(DataSet.Well well) {
        if (!covers(well)
                || well.subset() != Subset.SUBSET_TRAIN
                || well.label().isEmpty()) {
            return Optional.empty();
        }
        boolean control = well.isControl();
        boolean wanted =
                switch (target) {
                    case TARGET_TREATMENT -> !control;
                    case TARGET_CONTROL -> control;
                    case TARGET_TREATMENT_AND_CONTROL, TARGET_CELL_TYPE -> true;
                    case TARGET_UNSPECIFIED, UNRECOGNIZED -> false;
                };
        if (!wanted) {
            return Optional.empty();
        }
        return Optional.of(target == Target.TARGET_CELL_TYPE ? well.cellType().name() : well.label());
    }

    /** Whether a well is a control with a label in the training part. */
    boolean isTrainingControl(DataSet.Well well) {
        return covers(well)
                && well.subset() == Subset.SUBSET_TRAIN
                && well.isControl()
                && !well.label().isEmpty();
    }

    /** The experiments that have wells with a label, by cell type. */
    SortedMap<CellType, SortedSet<ExperimentId>> labelled(DataSet data) {
        SortedMap<CellType, SortedSet<ExperimentId>> labelled = new TreeMap<>();
        for (DataSet.Well well : data.wells()) {
            if (label(well).isPresent()) {
                labelled.computeIfAbsent(well.cellType(), cellType -> new TreeSet<>())
                        .add(well.id().experiment());
            }
        }
        return labelled;
    }
}
