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
import io.wellstream.wire.kafka.Summary;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.wells.WellCounts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ingested wells of every data set, of which each has a complete site, and the finished ingest jobs. */
public final class Screens {
    /** Experiments whose statistics are kept: those computed last. */
    private static final int MOST_EXPERIMENTS = 64;

    private final Table<WellIngested> wells;
    private final Table<IngestFinished> ingests;
    private final WellCounts counts;
    private final RecentStatistics statistics = new RecentStatistics(MOST_EXPERIMENTS);

    public Screens(Table<WellIngested> wells, Table<IngestFinished> ingests) {
        this.wells = wells;
        this.ingests = ingests;
        this.counts = new WellCounts(wells);
        // The table holds a change before it reports it, so that what is computed from then on contains it.
        wells.onChangeOf(key -> statistics.changed(Summary.group(key)));
    }

    public Optional<WellIngested> well(DatasetId dataset, WellId well) {
        return wells.get(MessageKeys.well(dataset, well));
    }

    public Collection<WellIngested> wells(DatasetId dataset, ExperimentId experiment) {
        String prefix = MessageKeys.dataset(dataset) + experiment + "/";
        return wells.under(prefix).values();
    }

    /** The statistics of all sites of the experiment; cached until one of its wells changes. */
    List<SiteStatistics> statistics(DatasetId dataset, ExperimentId experiment) {
        return statistics.of(MessageKeys.dataset(dataset) + experiment + "/", group -> {
            List<SiteStatistics> all = new ArrayList<>();
            wells.scan(group, (key, well) -> all.addAll(statistics(well)));
            return all;
        });
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
        if (counts.of(dataset).isEmpty() && ingests(dataset).isEmpty()) {
            throw new ScorerException.UnknownDataset(
                    "nothing of data set '" + dataset + "' has been ingested; ingest it first, or correct the name");
        }
    }

    /** The labels of the data set's control wells. */
    public Set<String> controlLabels(DatasetId dataset) {
        return counts.of(dataset).controlLabels();
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
