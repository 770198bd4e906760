package io.wellstream.scorer;

import io.wellstream.imaging.score.Estimate;
import io.wellstream.imaging.score.GroupEstimate;
import io.wellstream.imaging.screen.PlateId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which group of treatments stands on each plate of an experiment: as the caller says, or as most predictions have it.
 *
 * @param plates ascending
 * @param groups of the plates, from 0
 * @param inferred whether they are the predictions' own best match
 * @param wells the group that each well's most probable class is of
 */
record PlateOrder(List<PlateId> plates, List<Integer> groups, boolean inferred, GroupEstimate.Wells wells) {

    static PlateOrder of(TreatmentGroups given, List<WellReading> readings) {
        List<PlateId> plates = readings.stream()
                .map(reading -> reading.id().plate())
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
                    + given.count() + " groups; expected one plate of each at most");
        }
        int[] ofClasses = given.ofClasses(readings.getFirst());
        GroupEstimate.Wells wells = new GroupEstimate.Wells(
                readings.stream()
                        .mapToInt(reading -> plates.indexOf(reading.id().plate()))
                        .toArray(),
                readings.stream().mapToInt(reading -> ofClasses[reading.best()]).toArray(),
                given.count());
        int[] groups = unknown.isEmpty()
                ? plates.stream().mapToInt(given.ofPlate()::get).toArray()
                : GroupEstimate.bestMatch(wells);
        return new PlateOrder(plates, IntStream.of(groups).boxed().toList(), !unknown.isEmpty(), wells);
    }

    int groupOf(PlateId plate) {
        return groups.get(plates.indexOf(plate));
    }

    /** What the agreement of plates and predictions says of the experiment's accuracy, if it says anything. */
    Optional<Estimate> estimate(long seed) {
        if (inferred) {
            return GroupEstimate.inferred(wells, seed);
        }
        int[] given = groups.stream().mapToInt(Integer::intValue).toArray();
        return Optional.of(GroupEstimate.known(wells, given, seed));
    }
}
