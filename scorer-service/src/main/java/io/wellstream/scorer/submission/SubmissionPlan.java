package io.wellstream.scorer.submission;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.experiment.ExperimentWells;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.scorer.model.ModelLeases;
import io.wellstream.scorer.site.Screens;
import io.wellstream.wire.rows.SubmissionRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which wells a submission scores with which model.
 *
 * @param experiments ascending; an experiment without a well to score is not in the list
 * @param unscored why a row cannot be predicted, by its well
 */
record SubmissionPlan(List<ExperimentWells> experiments, Map<WellId, String> unscored) {

    /** Refuses the submission if rows cannot be predicted and the caller named no label for them. */
    static SubmissionPlan of(Screens screens, SubmissionQuery query, SubmissionRows rows, ModelLeases models) {
        Map<CellType, List<SubmissionRow>> byCellType = rows.rows().stream()
                .collect(Collectors.groupingBy(SubmissionRow::cellType, TreeMap::new, Collectors.toList()));
        Map<ExperimentId, ExperimentWells> experiments = new TreeMap<>();
        Map<WellId, String> unscored = new HashMap<>();
        List<String> problems = new ArrayList<>();
        byCellType.forEach((cellType, ofCellType) -> {
            Optional<LoadedModel> model = models.ofTreatments(cellType);
            if (model.isEmpty()) {
                problems.add("no model of cell type " + cellType + " is served (" + ofCellType.size() + " rows)");
                ofCellType.forEach(row -> unscored.put(row.well(), "no model of cell type " + cellType));
                return;
            }
            List<WellId> withoutSite = new ArrayList<>();
            for (SubmissionRow row : ofCellType) {
                screens.well(query.dataset(), row.well())
                        .ifPresentOrElse(
                                well -> experiments.merge(
                                        row.well().experiment(),
                                        new ExperimentWells(model.get(), List.of(well)),
                                        ExperimentWells::and),
                                () -> withoutSite.add(row.well()));
            }
            if (!withoutSite.isEmpty()) {
                withoutSite.forEach(well -> unscored.put(well, "no whole site"));
                problems.add(withoutSite.size() + " wells of " + cellType + " have no whole site: "
                        + Screens.firstFew(withoutSite));
            }
        });
        if (!problems.isEmpty() && query.missing().isEmpty()) {
            throw new ScorerException.SubmissionBlocked(String.join("; ", problems)
                    + "; correct that, or name a label for the rows that cannot be predicted (missing)");
        }
        return new SubmissionPlan(List.copyOf(experiments.values()), Map.copyOf(unscored));
    }
}
