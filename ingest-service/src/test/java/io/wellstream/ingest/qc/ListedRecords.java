package io.wellstream.ingest.qc;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.WellIngested;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Records that a test lists. */
public final class ListedRecords implements WellRecords {
    private final TreeMap<String, List<WellIngested>> experiments;

    public ListedRecords(Collection<WellIngested> wells) {
        experiments =
                wells.stream().collect(groupingBy(well -> well.getWell().getExperiment(), TreeMap::new, toList()));
    }

    @Override
    public void byExperiment(Consumer<Collection<WellIngested>> visitor) {
        experiments.values().forEach(visitor);
    }

    @Override
    public Collection<WellIngested> of(ExperimentId experiment) {
        return experiments.getOrDefault(experiment.name(), List.of());
    }
}
