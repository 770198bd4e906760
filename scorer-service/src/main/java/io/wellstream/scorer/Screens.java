package io.wellstream.scorer;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.wire.MessageKeys;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What has been ingested of every data set: wells with a whole site, and the ends of ingest jobs. */
final class Screens {
    private final Table<WellIngested> wells;
    private final Table<IngestFinished> ingests;

    Screens(Table<WellIngested> wells, Table<IngestFinished> ingests) {
        this.wells = wells;
        this.ingests = ingests;
    }

    Optional<WellIngested> well(DatasetId dataset, WellId well) {
        return wells.get(MessageKeys.well(dataset, well));
    }

    Collection<WellIngested> wells(DatasetId dataset, ExperimentId experiment) {
        String prefix = MessageKeys.dataset(dataset) + experiment + "/";
        return wells.snapshot(key -> key.startsWith(prefix)).values();
    }

    Collection<IngestFinished> ingests(DatasetId dataset) {
        return ingests.snapshot(key -> key.startsWith(MessageKeys.dataset(dataset)))
                .values();
    }

    /** Ends the call if nothing of the data set was ever ingested. */
    void requireKnown(DatasetId dataset) {
        String prefix = MessageKeys.dataset(dataset);
        if (wells.snapshot(key -> key.startsWith(prefix)).isEmpty()
                && ingests(dataset).isEmpty()) {
            throw new ScorerException.UnknownDataset(
                    "nothing of data set '" + dataset + "' has been ingested; ingest it first, or correct the name");
        }
    }

    /** The labels that stand on control wells of the data set. */
    Set<String> controlLabels(DatasetId dataset) {
        return wells.snapshot(key -> key.startsWith(MessageKeys.dataset(dataset))).values().stream()
                .filter(well -> isControl(well) && !well.getLabel().isEmpty())
                .map(WellIngested::getLabel)
                .collect(Collectors.toUnmodifiableSet());
    }

    static boolean isControl(WellIngested well) {
        return well.getRole() == WellRole.WELL_ROLE_POSITIVE_CONTROL
                || well.getRole() == WellRole.WELL_ROLE_NEGATIVE_CONTROL;
    }

    static CellType cellType(WellIngested well) {
        return new CellType(well.getCellType());
    }

    static List<String> firstFew(Collection<?> names) {
        return names.stream().limit(5).map(String::valueOf).toList();
    }
}
