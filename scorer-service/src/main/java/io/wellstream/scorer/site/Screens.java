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

/** What has been ingested of every data set: wells with a whole site, and the ends of ingest jobs. */
public final class Screens {
    private final Table<WellIngested> wells;
    private final Table<IngestFinished> ingests;
    private final AtomicLong changes = new AtomicLong();
    private final Map<Place, Known> known = new ConcurrentHashMap<>();

    public Screens(Table<WellIngested> wells, Table<IngestFinished> ingests) {
        this.wells = wells;
        this.ingests = ingests;
        wells.onChange(changes::incrementAndGet);
    }

    private record Place(DatasetId dataset, ExperimentId experiment) {}

    /** True as long as no well has changed since. */
    private record Known(long changes, List<SiteStatistics> statistics) {}

    public Optional<WellIngested> well(DatasetId dataset, WellId well) {
        return wells.get(MessageKeys.well(dataset, well));
    }

    public Collection<WellIngested> wells(DatasetId dataset, ExperimentId experiment) {
        String prefix = MessageKeys.dataset(dataset) + experiment + "/";
        return wells.under(prefix).values();
    }

    /** Of all sites of the experiment. Looked up once, until some well changes. */
    List<SiteStatistics> statistics(DatasetId dataset, ExperimentId experiment) {
        long now = changes.get();
        return Objects.requireNonNull(known.compute(
                        new Place(dataset, experiment),
                        (place, before) -> before != null && before.changes() == now
                                ? before
                                : new Known(
                                        now,
                                        wells(dataset, experiment).stream()
                                                .flatMap(well -> statistics(well).stream())
                                                .toList())))
                .statistics();
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

    /** Ends the call if nothing of the data set was ever ingested. */
    public void requireKnown(DatasetId dataset) {
        String prefix = MessageKeys.dataset(dataset);
        if (wells.under(prefix).isEmpty() && ingests(dataset).isEmpty()) {
            throw new ScorerException.UnknownDataset(
                    "nothing of data set '" + dataset + "' has been ingested; ingest it first, or correct the name");
        }
    }

    /** The labels that stand on control wells of the data set. */
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
