package io.wellstream.imaging.normalize;

import io.wellstream.imaging.screen.PlateId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The statistics of one experiment's plates, computed from their controls. Each control treatment has the same weight. A missing
 * one is estimated: the mean of the plate's other controls, plus its mean difference to the same controls on the experiment's
 * other plates.
 */
final class PlateControls {
    /** Plates with fewer control treatments have no such statistics. */
    static final int FEWEST_CONTROLS = 20;

    private final Map<PlateId, SortedMap<String, Moments>> byPlate;
    private final SortedSet<String> expected = new TreeSet<>();

    /** @param controls of all plates of one experiment: by plate and label the moments of its sites */
    PlateControls(Map<PlateId, SortedMap<String, List<Moments>>> controls) {
        byPlate = new TreeMap<>();
        controls.forEach((plate, labels) -> {
            SortedMap<String, Moments> means = new TreeMap<>();
            labels.forEach((label, sites) -> means.put(label, Moments.mean(sites)));
            byPlate.put(plate, means);
            expected.addAll(means.keySet());
        });
    }

    /** How many control treatments the plate has. */
    int present(PlateId plate) {
        SortedMap<String, Moments> own = byPlate.get(plate);
        return own == null ? 0 : own.size();
    }

    /** The plate's statistics, or none if it has too few controls. */
    Optional<ChannelStatistics> statistics(PlateId plate) {
        SortedMap<String, Moments> own = byPlate.get(plate);
        if (own == null || own.size() < FEWEST_CONTROLS) {
            return Optional.empty();
        }
        List<Moments> all = new ArrayList<>();
        for (String label : expected) {
            Moments present = own.get(label);
            if (present != null) {
                all.add(present);
            } else {
                replacement(label, plate, own).ifPresent(all::add);
            }
        }
        return Optional.of(Moments.mean(all).statistics());
    }

    private Optional<Moments> replacement(String label, PlateId plate, SortedMap<String, Moments> own) {
        List<Moments> estimates = new ArrayList<>();
        byPlate.forEach((other, there) -> {
            Moments replaced = there.get(label);
            if (other.equals(plate) || replaced == null) {
                return;
            }
            List<Moments> sharedHere = new ArrayList<>();
            List<Moments> sharedThere = new ArrayList<>();
            own.forEach((shared, here) -> {
                Moments sameThere = there.get(shared);
                if (sameThere != null) {
                    sharedHere.add(here);
                    sharedThere.add(sameThere);
                }
            });
            if (!sharedHere.isEmpty()) {
                estimates.add(Moments.mean(sharedHere).plus(replaced).minus(Moments.mean(sharedThere)));
            }
        });
        return estimates.isEmpty() ? Optional.empty() : Optional.of(Moments.mean(estimates));
    }
}
