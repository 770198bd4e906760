package io.wellstream.trainer;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.BatchDone;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.trainer.batches.BatchInbox.Answers;
import io.wellstream.trainer.batches.Patience;
import io.wellstream.trainer.run.Claims;
import io.wellstream.trainer.run.EndedRuns;
import io.wellstream.trainer.run.RunDesk;
import io.wellstream.trainer.run.RunFeeds;
import io.wellstream.trainer.run.RunTables;
import io.wellstream.trainer.run.RunTrainer;
import io.wellstream.trainer.run.Runs;
import io.wellstream.trainer.run.TrainerIdentity;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.PartitionReader;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.store.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The trainer: follows the tables, trains one run after the other on a thread of its own, and sweeps after them. */
public final class TrainerService implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Duration CHECKPOINT_LIMIT = Duration.ofSeconds(15);
    private static final Duration BREAK_OFF_LIMIT = Duration.ofSeconds(3);

    /** Who this trainer is and what it takes. */
    public record Role(TrainerIdentity identity, Set<CellType> cellTypes) {
        public Role {
            cellTypes = Set.copyOf(cellTypes);
        }
    }

    /** The tables that it follows. */
    private record Tables(
            LatestByKey<RunRecord> runs, LatestByKey<IngestFinished> ingests, LatestByKey<WellIngested> wells) {
        List<LatestByKey<?>> all() {
            return List.of(runs, ingests, wells);
        }

        RunTables view() {
            return new RunTables(
                    () -> runs.snapshot(key -> true).values(),
                    dataset -> ingests.snapshot(inDataset(dataset)).values(),
                    dataset -> wells.snapshot(inDataset(dataset)).values());
        }

        private static Predicate<String> inDataset(DatasetId dataset) {
            return key -> key.startsWith(MessageKeys.dataset(dataset));
        }
    }

    private final Tables tables;
    private final Runs runs;
    private final RunDesk desk;
    private final EndedRuns endedRuns;
    private final Consumer<Throwable> onFatal;
    private final List<AutoCloseable> owned;
    private final Thread trains = thread("runs", this::trainRuns);
    private final Thread sweeps = thread("sweeper", this::sweepEndedRuns);
    private volatile boolean closing;

    private TrainerService(
            Tables tables,
            Runs runs,
            RunDesk desk,
            EndedRuns endedRuns,
            Consumer<Throwable> onFatal,
            List<AutoCloseable> owned) {
        this.tables = tables;
        this.runs = runs;
        this.desk = desk;
        this.endedRuns = endedRuns;
        this.onFatal = onFatal;
        this.owned = owned;
    }

    /** How much is asked for, and how long it is waited for. */
    public static RunFeeds.Exchange exchange(KafkaConfig kafka, Duration firstRepeat, int mostBatches) {
        Patience patience = new Patience(firstRepeat, Duration.ofMinutes(10), 5);
        return new RunFeeds.Exchange(run -> answers(kafka, MessageKeys.run(run)), patience, mostBatches);
    }

    /** Puts a trainer together; nothing happens before {@link #start}. It owns the store. */
    public static TrainerService wire(
            KafkaConfig kafka,
            ObjectStore store,
            RunTrainer trainer,
            Role role,
            TrainerMeters meters,
            Consumer<Throwable> onFatal) {
        Tables tables = new Tables(
                new LatestByKey<>(kafka, Topics.RUNS, onFatal),
                new LatestByKey<>(kafka, Topics.INGESTS, onFatal),
                new LatestByKey<>(kafka, Topics.WELLS, onFatal));
        MessageSender sender = new MessageSender(kafka);
        Runs.World world = new Runs.World(store, sender, new Claims(store, role.identity()));
        Runs runs = new Runs(tables.view(), world, trainer, role.cellTypes(), meters);
        tables.runs().onChange((key, record) -> runs.onRecord(record));
        RunDesk desk = new RunDesk(tables.view(), sender, store, runs::waitingFor);
        EndedRuns ended = new EndedRuns(tables.view().runs(), store);
        return new TrainerService(tables, runs, desk, ended, onFatal, List.of(sender, store, role.identity()));
    }

    /** Follows, trains and sweeps until it is closed. */
    public void start() {
        tables.all().forEach(LatestByKey::start);
        trains.start();
        sweeps.start();
    }

    /** What it still waits for before it takes runs; empty when it is ready. */
    public List<String> waitingFor() {
        List<String> behind = new ArrayList<>();
        if (!tables.runs().isCaughtUp()) {
            behind.add("table runs");
        }
        if (!tables.ingests().isCaughtUp()) {
            behind.add("table ingests");
        }
        if (!tables.wells().isCaughtUp()) {
            behind.add("table wells");
        }
        return behind;
    }

    public RunDesk desk() {
        return desk;
    }

    /**
     * Stops before the next step, makes what was learned so far durable, and lets go of the run: another trainer goes on with it at
     * once. What takes too long for a process that ends is broken off, and the run goes on from its newest checkpoint.
     */
    @Override
    public void close() {
        closing = true;
        runs.stop();
        await(CHECKPOINT_LIMIT);
        trains.interrupt();
        sweeps.interrupt();
        await(BREAK_OFF_LIMIT);
        tables.all().forEach(LatestByKey::close);
        for (AutoCloseable each : owned) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close " + each, e);
            }
        }
    }

    /** Waits for the thread that trains; the others have nothing to finish. */
    private void await(Duration limit) {
        try {
            boolean unused = trains.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void trainRuns() throws InterruptedException {
        while (!closing && !waitingFor().isEmpty()) {
            Thread.sleep(LOOK_AGAIN);
        }
        while (!closing) {
            if (!runs.trainNext()) {
                Thread.sleep(LOOK_AGAIN);
            }
        }
    }

    private void sweepEndedRuns() throws InterruptedException {
        while (true) {
            Thread.sleep(SWEEP);
            endedRuns.sweep();
        }
    }

    private interface Work {
        void go() throws InterruptedException;
    }

    private Thread thread(String name, Work work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            try {
                work.go();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // asked to stop
            } catch (Throwable t) { // an Error too: nobody else would hear of it
                if (!closing) {
                    onFatal.accept(t);
                }
            }
        });
    }

    private static Answers answers(KafkaConfig kafka, String key) {
        PartitionReader<BatchDone> reader = PartitionReader.of(kafka, Topics.BATCHES, key);
        return new Answers() {
            @Override
            public List<BatchDone> poll(Duration limit) {
                return reader.poll(limit);
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }
}
