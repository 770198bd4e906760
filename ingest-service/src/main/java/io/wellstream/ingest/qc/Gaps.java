package io.wellstream.ingest.qc;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.imaging.screen.WellPosition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The missing wells of each plate. A plate is expected to have the positions that more than half of the screen's plates use. A few wells
 * missing at the same positions on every plate of an experiment suggest a fault of the dispenser.
 */
public final class Gaps {
    private final Map<PlateId, Set<WellPosition>> missing = new TreeMap<>();
    private final Map<ExperimentId, Set<WellPosition>> onAllPlates = new TreeMap<>();

    /**
     * Finds the missing wells.
     *
     * @param described every well of the screen's metadata
     * @param stored whether a well has a whole site
     */
    public Gaps(Collection<WellId> described, Predicate<WellId> stored) {
        Map<PlateId, Set<WellPosition>> used = new TreeMap<>();
        described.forEach(well ->
                used.computeIfAbsent(well.plate(), plate -> new HashSet<>()).add(well.position()));
        Set<WellPosition> usual = usual(used.values());
        used.forEach((plate, positions) -> {
            Set<WellPosition> absent = new TreeSet<>(usual);
            absent.addAll(positions);
            absent.removeIf(position -> stored.test(new WellId(plate, position)));
            missing.put(plate, absent);
        });
        for (PlateId plate : missing.keySet()) {
            onAllPlates.computeIfAbsent(plate.experiment(), this::commonTo);
        }
    }

    private static Set<WellPosition> usual(Collection<Set<WellPosition>> plates) {
        Map<WellPosition, Integer> uses = new HashMap<>();
        plates.forEach(positions -> positions.forEach(position -> uses.merge(position, 1, Integer::sum)));
        Set<WellPosition> usual = new HashSet<>();
        uses.forEach((position, count) -> {
            if (2 * count > plates.size()) {
                usual.add(position);
            }
        });
        return usual;
    }

    private Set<WellPosition> commonTo(ExperimentId experiment) {
        Set<WellPosition> common = new TreeSet<>();
        int plates = 0;
        for (Map.Entry<PlateId, Set<WellPosition>> plate : missing.entrySet()) {
            if (plate.getKey().experiment().equals(experiment)) {
                if (plates++ == 0) {
                    common.addAll(plate.getValue());
                } else {
                    common.retainAll(plate.getValue());
                }
            }
        }
        return plates > 1 ? common : Set.of();
    }

    /** The wells missing from a plate, sorted. */
    public Set<WellPosition> of(PlateId plate) {
        return missing.getOrDefault(plate, Set.of());
    }

    /** The wells missing from every plate of an experiment that has several, sorted. */
    public Set<WellPosition> onAllPlatesOf(ExperimentId experiment) {
        return onAllPlates.getOrDefault(experiment, Set.of());
    }
}
