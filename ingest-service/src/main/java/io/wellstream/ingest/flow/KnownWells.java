package io.wellstream.ingest.flow;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.ingest.qc.WellRecords;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.Summary;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.keys.MessageKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The records of a data set: those of the table, and the latest changes of a job, which the table does not show yet. The records of one
 * experiment, and a limited number of changes, are in memory at a time. Thread-safe.
 */
public final class KnownWells implements WellRecords {
    /** Changes that the table does not show; a job waits until there are fewer. */
    static final int MOST_CHANGES = 1_000;

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Table<WellIngested> table;
    private final String prefix;
    private final Map<String, Change> changes = new HashMap<>(); // guarded by this

    /**
     * A change of a record.
     *
     * @param before what the table had; once it has something else, it shows this change or a later one
     */
    private record Change(Optional<WellIngested> before, Optional<WellIngested> after) {}

    public KnownWells(Table<WellIngested> table, DatasetId dataset) {
        this.table = table;
        this.prefix = MessageKeys.dataset(dataset);
    }

    Optional<WellIngested> get(String key) {
        Change change;
        synchronized (this) {
            change = changes.get(key);
        }
        return change != null ? change.after() : table.get(key);
    }

    /** Notes a record that the job has sent, other than the one before. It waits while the table is far behind, unless the job is to stop. */
    void published(String key, WellIngested record, BooleanSupplier stop) throws InterruptedException {
        change(key, Optional.of(record), stop);
    }

    /** Notes that the job has removed a record. */
    void withdrawn(String key, BooleanSupplier stop) throws InterruptedException {
        change(key, Optional.empty(), stop);
    }

    private void change(String key, Optional<WellIngested> after, BooleanSupplier stop) throws InterruptedException {
        while (!hasRoom() && !stop.getAsBoolean()) {
            Thread.sleep(PAUSE);
        }
        synchronized (this) {
            Optional<WellIngested> before = table.get(key);
            if (!before.equals(after)) {
                changes.put(key, new Change(before, after));
            } else {
                changes.remove(key);
            }
        }
    }

    /** Forgets the changes that the table shows, if there are many. */
    private synchronized boolean hasRoom() {
        if (changes.size() >= MOST_CHANGES) {
            changes.entrySet().removeIf(change -> !table.get(change.getKey())
                    .equals(change.getValue().before()));
        }
        return changes.size() < MOST_CHANGES;
    }

    @Override
    public Collection<WellIngested> of(ExperimentId experiment) {
        return recordsOf(experiment).values();
    }

    /** The records of an experiment by key, sorted. */
    SortedMap<String, WellIngested> recordsOf(ExperimentId experiment) {
        String group = prefix + experiment + "/";
        Map<String, Change> own = changes();
        SortedMap<String, WellIngested> records = new TreeMap<>(table.under(group));
        apply(own, group, records);
        return records;
    }

    private synchronized Map<String, Change> changes() {
        return new HashMap<>(changes);
    }

    private static void apply(Map<String, Change> changes, String group, Map<String, WellIngested> records) {
        changes.forEach((key, change) -> {
            if (key.startsWith(group)) {
                change.after().ifPresentOrElse(record -> records.put(key, record), () -> records.remove(key));
            }
        });
    }

    @Override
    public void byExperiment(Consumer<Collection<WellIngested>> visitor) {
        Groups groups = new Groups(changes(), visitor);
        table.scan(prefix, groups::add);
        groups.end();
    }

    /** Collects the records of one experiment after another. */
    private static final class Groups {
        private final Map<String, Change> changes;
        private final Consumer<Collection<WellIngested>> visitor;
        private final TreeMap<String, WellIngested> records = new TreeMap<>();
        private String group = "";

        Groups(Map<String, Change> changes, Consumer<Collection<WellIngested>> visitor) {
            this.changes = changes;
            this.visitor = visitor;
        }

        void add(String key, WellIngested record) {
            if (!key.startsWith(group) || group.isEmpty()) {
                flush();
                group = Summary.group(key);
            }
            records.put(key, record);
        }

        private void flush() {
            if (group.isEmpty()) {
                return;
            }
            apply(changes, group, records);
            changes.keySet().removeIf(key -> key.startsWith(group));
            if (!records.isEmpty()) {
                visitor.accept(records.values());
                records.clear();
            }
        }

        /** Visits the last experiment, and those of which the table shows nothing yet. */
        void end() {
            flush();
            TreeSet<String> others = new TreeSet<>();
            changes.keySet().forEach(key -> others.add(Summary.group(key)));
            for (String other : others) {
                group = other;
                flush();
            }
        }
    }
}
