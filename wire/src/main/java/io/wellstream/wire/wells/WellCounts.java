package io.wellstream.wire.wells;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.Summary;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.keys.MessageKeys;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The counts of the table of wells, by data set. They are computed when they are first asked for; after a change, only those of the
 * experiment that has changed are computed again.
 */
public final class WellCounts {
    private final Table<WellIngested> wells;
    private final Map<String, Kept> datasets = new ConcurrentHashMap<>(); // by the beginning of the wells' keys

    public WellCounts(Table<WellIngested> wells) {
        this.wells = wells;
        wells.onChangeOf(this::changed);
    }

    /** The counts of the wells that are in the table now. */
    public DatasetCounts of(DatasetId dataset) {
        String prefix = MessageKeys.dataset(dataset);
        Kept kept = datasets.computeIfAbsent(prefix, Kept::new);
        DatasetCounts counts = kept.counts();
        if (counts.isEmpty()) { // any name may be asked for
            datasets.remove(prefix, kept);
        }
        return counts;
    }

    /** The table holds the change already, so that what is computed from now on contains it. */
    private void changed(String key) {
        if (key.isEmpty()) {
            datasets.values().forEach(Kept::allChanged);
            return;
        }
        Kept kept = datasets.get(key.substring(0, key.indexOf('/') + 1));
        if (kept != null) {
            kept.changed(Summary.group(key));
        }
    }

    /** The counts of one data set, and which of them are no longer right. */
    private final class Kept {
        private final String prefix;
        private final TreeMap<String, ExperimentCounts> experiments = new TreeMap<>();
        private final LabelSet.Dictionary labels = new LabelSet.Dictionary();
        private final Map<Set<String>, Set<String>> sets = new HashMap<>();
        private final Set<String> stale =
                new HashSet<>(); // groups; guarded by itself, so that no change waits for a count
        private boolean allStale = true; // guarded by stale
        private @Nullable DatasetCounts counts; // like the experiments, guarded by this

        Kept(String prefix) {
            this.prefix = prefix;
        }

        void changed(String group) {
            synchronized (stale) {
                stale.add(group);
            }
        }

        void allChanged() {
            synchronized (stale) {
                allStale = true;
            }
        }

        synchronized DatasetCounts counts() {
            boolean all;
            Set<String> groups;
            synchronized (stale) {
                all = allStale;
                groups = Set.copyOf(stale);
                allStale = false;
                stale.clear();
            }
            DatasetCounts known = counts;
            if (known != null && !all && groups.isEmpty()) {
                return known;
            }
            try {
                refresh(all, groups);
            } catch (RuntimeException | Error e) {
                allChanged();
                throw e;
            }
            DatasetCounts now = new DatasetCounts(experiments);
            counts = now;
            return now;
        }

        private void refresh(boolean all, Set<String> groups) {
            if (all) {
                experiments.clear();
                sets.clear();
                count(prefix);
            } else {
                groups.forEach(group -> {
                    experiments.remove(experiment(group));
                    count(group);
                });
            }
        }

        private void count(String under) {
            wells.summaries(
                    under,
                    ExperimentCounts.SUMMARY,
                    (group, counted) -> experiments.put(experiment(group), ExperimentCounts.of(counted, this::shared)));
        }

        /** One set for equal sets: most experiments have the same labels. */
        private Set<String> shared(Collection<String> some) {
            Set<String> set = labels.of(some);
            Set<String> known = sets.putIfAbsent(set, set);
            return known == null ? set : known;
        }

        /** E.g. {@code HUVEC-01} of {@code rxrx1/HUVEC-01/}. */
        private String experiment(String group) {
            return group.substring(prefix.length(), group.endsWith("/") ? group.length() - 1 : group.length());
        }
    }
}
