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
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

/** The ingested wells of every data set, of which each has a complete site, and the finished ingest jobs. */
public final class Screens {
    private final Table<WellIngested> wells;
    private final Table<IngestFinished> ingests;
    private final Map<String, Experiment> known = new ConcurrentHashMap<>(); // by the beginning of the wells' keys
    private final NavigableSet<String> experiments = new ConcurrentSkipListSet<>(); // the same keys

    public Screens(Table<WellIngested> wells, Table<IngestFinished> ingests) {
        this.wells = wells;
        this.ingests = ingests;
        wells.onChangeOf(this::changed);
        wells.under("").keySet().forEach(key -> experiments.add(experimentOf(key)));
    }

    /** What is computed from the wells of an experiment; valid until one of them changes. */
    private record Experiment(List<SiteStatistics> statistics, Set<String> controlLabels) {
        static Experiment of(Collection<WellIngested> wells) {
            return new Experiment(
                    wells.stream()
                            .flatMap(well -> Screens.statistics(well).stream())
                            .toList(),
                    wells.stream()
                            .filter(well -> isControl(well) && !well.getLabel().isEmpty())
                            .map(WellIngested::getLabel)
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    /** The table holds the change already, so that what is computed from now on contains it. */
    private void changed(String key) {
        if (key.isEmpty()) {
            known.clear();
            wells.under("").keySet().forEach(each -> experiments.add(experimentOf(each)));
        } else {
            experiments.add(experimentOf(key));
            known.remove(experimentOf(key));
        }
    }

    /** The data set and the experiment of a well's key, e.g. {@code rxrx1/HUVEC-01/}. */
    private static String experimentOf(String key) {
        return key.substring(0, key.indexOf('/', key.indexOf('/') + 1) + 1);
    }

    private Experiment experiment(String prefix) {
        return known.computeIfAbsent(
                prefix, each -> Experiment.of(wells.under(each).values()));
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
        return experiment(MessageKeys.dataset(dataset) + experiment + "/").statistics();
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
        String prefix = MessageKeys.dataset(dataset);
        return experiments.tailSet(prefix).stream()
                .takeWhile(experiment -> experiment.startsWith(prefix))
                .flatMap(experiment -> experiment(experiment).controlLabels().stream())
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
