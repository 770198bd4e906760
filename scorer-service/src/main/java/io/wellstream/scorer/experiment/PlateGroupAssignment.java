package io.wellstream.scorer.experiment;

import io.wellstream.imaging.score.Estimate;
import io.wellstream.imaging.score.GroupEstimate;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.site.Screens;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which group of treatments is on each plate of an experiment: as the caller says, or as fits the predictions best.
 *
 * @param plates ascending
 * @param groups of the plates, from 0
 * @param inferred whether the groups were inferred from the predictions
 * @param wells the group of each well's most probable class
 */
public record PlateGroupAssignment(
        List<PlateId> plates, List<Integer> groups, boolean inferred, GroupEstimate.Wells wells) {

    static PlateGroupAssignment of(TreatmentGroups given, List<PredictedWell> predicted) {
        List<PlateId> plates = predicted.stream()
                .map(well -> well.id().plate())
                .distinct()
                .sorted()
                .toList();
        List<PlateId> unknown = plates.stream()
                .filter(plate -> !given.ofPlate().containsKey(plate))
                .toList();
        if (!unknown.isEmpty() && unknown.size() < plates.size()) {
            throw new ScorerException.InvalidRequest("groups: plates " + Screens.firstFew(unknown)
                    + " have no group; list every plate of an experiment, or none to have them inferred");
        }
        if (plates.size() > given.count()) {
            throw new ScorerException.InvalidRequest("groups: experiment "
                    + plates.getFirst().experiment() + " has " + plates.size() + " plates and there are "
                    + given.count() + " groups; expected at most one plate of each group");
        }
        int[] ofClasses = given.ofClasses(predicted.getFirst());
        GroupEstimate.Wells wells = new GroupEstimate.Wells(
                predicted.stream()
                        .mapToInt(well -> plates.indexOf(well.id().plate()))
                        .toArray(),
                predicted.stream().mapToInt(well -> ofClasses[well.best()]).toArray(),
                given.count());
        int[] groups = unknown.isEmpty()
                ? plates.stream().mapToInt(given.ofPlate()::get).toArray()
                : GroupEstimate.bestMatch(wells);
        return new PlateGroupAssignment(plates, IntStream.of(groups).boxed().toList(), !unknown.isEmpty(), wells);
    }

    public int groupOf(PlateId plate) {
        return groups.get(plates.indexOf(plate));
    }

    /** The accuracy that the agreement of plates and predictions implies; empty if there is too little to infer from. */
    public Optional<Estimate> estimate(long seed) {
        if (inferred) {
            return GroupEstimate.inferred(wells, seed);
        }
        int[] given = groups.stream().mapToInt(Integer::intValue).toArray();
        return Optional.of(GroupEstimate.known(wells, given, seed));
    }
}
