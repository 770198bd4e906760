package io.wellstream.wire.wells;

import io.wellstream.proto.v1.WellIngested;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is counted over the wells of a data set, by experiment; experiments without wells are absent. */
public record DatasetCounts(SortedMap<String, ExperimentCounts> experiments, Set<String> controlLabels) {
    public DatasetCounts {
        experiments = Collections.unmodifiableSortedMap(new TreeMap<>(experiments));
        controlLabels = Set.copyOf(controlLabels);
    }

    DatasetCounts(SortedMap<String, ExperimentCounts> experiments) {
        this(
                experiments,
                union(experiments.values().stream()
                        .map(ExperimentCounts::controlLabels)
                        .toList()));
    }

    /** Counts these wells. */
    public static DatasetCounts of(Collection<WellIngested> wells) {
        TreeMap<String, ExperimentCounts> experiments = new TreeMap<>();
        LabelSet.Dictionary labels = new LabelSet.Dictionary();
        Map<String, List<WellIngested>> byExperiment = wells.stream()
                .collect(Collectors.groupingBy(well -> well.getWell().getExperiment()));
        byExperiment.forEach((name, those) -> experiments.put(
                name, ExperimentCounts.of(ExperimentCounts.SUMMARY.of().apply(those), labels::of)));
        return new DatasetCounts(experiments);
    }

    public boolean isEmpty() {
        return experiments.isEmpty();
    }

    /** The number of an experiment's wells. */
    public long wells(String experiment) {
        ExperimentCounts counts = experiments.get(experiment);
        return counts == null ? 0 : counts.wells();
    }

    public long wells() {
        return experiments.values().stream().mapToLong(ExperimentCounts::wells).sum();
    }

    /** The union of sets of which many are the same object. */
    public static Set<String> union(Collection<Set<String>> sets) {
        Set<Set<String>> different = Collections.newSetFromMap(new IdentityHashMap<>());
        different.addAll(sets);
        Set<String> union = new HashSet<>();
        new ArrayList<>(different).forEach(union::addAll);
        return union;
    }
}
