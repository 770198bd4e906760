package io.wellstream.scorer.site;

import io.wellstream.imaging.normalize.SiteStatistics;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.WellKeys;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** The ingested wells of every data set, of which each has a complete site, and the finished ingest jobs. */
public final class Screens {
    private final Table<WellIngested> wells;
    private final Table<IngestFinished> ingests;
    private final AtomicLong changes = new AtomicLong();
    private final Map<Experiment, Statistics> known = new ConcurrentHashMap<>();

    public Screens(Table<WellIngested> wells, Table<IngestFinished> ingests) {
        this.wells = wells;
        this.ingests = ingests;
        wells.onChange(changes::incrementAndGet);
    }

    private record Experiment(DatasetId dataset, ExperimentId id) {}

    /** Valid as long as no well has changed since. */
    private record Statistics(long changes, List<SiteStatistics> ofSites) {}

    public Optional<WellIngested> well(DatasetId dataset, WellId well) {
        return wells.get(MessageKeys.well(dataset, well));
    }

    public Collection<WellIngested> wells(DatasetId dataset, ExperimentId experiment) {
        String prefix = MessageKeys.dataset(dataset) + experiment + "/";
        return wells.under(prefix).values();
    }

    /** The statistics of all sites of the experiment; cached until a well changes. */
    List<SiteStatistics> statistics(DatasetId dataset, ExperimentId experiment) {
        long now = changes.get();
        return Objects.requireNonNull(known.compute(
                        new Experiment(dataset, experiment),
                        (key, before) -> before != null && before.changes() == now
                                ? before
                                : new Statistics(
                                        now,
                                        wells(dataset, experiment).stream()
                                                .flatMap(well -> statistics(well).stream())
                                                .toList())))
                .ofSites();
    }

    private static List<SiteStatistics> statistics(WellIngested well) {
        return well.getSitesList().stream()
                .map(site -> new SiteStatistics(
                        WellKeys.siteOf(well.getWell(), site.getSite()),
                        well.getLabel(),
                        isControl(well),
                        Preprocessing.statistics(site)))
                .toList();
    }

    public Collection<IngestFinished> ingests(DatasetId dataset) {
        return ingests.under(MessageKeys.dataset(dataset)).values();
    }

    /** Ends the call if nothing of the data set has been ingested. */
    public void requireKnown(DatasetId dataset) {
        String prefix = MessageKeys.dataset(dataset);
        if (wells.under(prefix).isEmpty() && ingests(dataset).isEmpty()) {
            throw new ScorerException.UnknownDataset(
                    "nothing of data set '" + dataset + "' has been ingested; ingest it first, or correct the name");
        }
    }

    /** The labels of the data set's control wells. */
    public Set<String> controlLabels(DatasetId dataset) {
        return wells.under(MessageKeys.dataset(dataset)).values().stream()
                .filter(well -> isControl(well) && !well.getLabel().isEmpty())
                .map(WellIngested::getLabel)
                .collect(Collectors.toUnmodifiableSet());
    }

    public static boolean isControl(WellIngested well) {
        return well.getRole() == WellRole.WELL_ROLE_POSITIVE_CONTROL
                || well.getRole() == WellRole.WELL_ROLE_NEGATIVE_CONTROL;
    }

    public static CellType cellType(WellIngested well) {
        return new CellType(well.getCellType());
    }

    public static List<String> firstFew(Collection<?> names) {
        return names.stream().limit(5).map(String::valueOf).toList();
    }
}
