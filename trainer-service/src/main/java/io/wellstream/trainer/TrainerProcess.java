package io.wellstream.trainer;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.proto.v1.BatchDone;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.Serving;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.trainer.batches.BatchInbox.Answers;
import io.wellstream.trainer.batches.BatchWindow;
import io.wellstream.trainer.batches.EndedRunSweeper;
import io.wellstream.trainer.batches.RetryPolicy;
import io.wellstream.trainer.checkpoint.Spool;
import io.wellstream.trainer.claim.Claims;
import io.wellstream.trainer.claim.TrainerIdentity;
import io.wellstream.trainer.promotion.ServedModels;
import io.wellstream.trainer.run.BatchFeeds;
import io.wellstream.trainer.run.RunRegistry;
import io.wellstream.trainer.run.RunScheduler;
import io.wellstream.trainer.run.RunTrainer;
import io.wellstream.trainer.run.TrainerMeters;
import io.wellstream.trainer.run.TrainerTables;
import io.wellstream.trainer.transfer.StartFiles;
import io.wellstream.trainer.transfer.StartModels;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.Kept;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.PartitionReader;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.DatasetFilter;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.store.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The trainer from start to stop: it follows the tables, trains one run after another on one thread, and deletes the
 * leftover batches of ended runs on another.
 */
public final class TrainerProcess implements AutoCloseable {
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Duration CHECKPOINT_LIMIT = Duration.ofSeconds(15);
    private static final Duration INTERRUPT_LIMIT = Duration.ofSeconds(3);

    /**
     * What one trainer is.
     *
     * @param cellTypes whose runs it takes; empty for all
     * @param datasets whose runs it takes, and whose ingests it keeps
     * @param wells which wells it keeps, and where
     */
    public record Role(TrainerIdentity identity, Set<CellType> cellTypes, DatasetFilter datasets, Kept wells) {
        public Role {
            cellTypes = Set.copyOf(cellTypes);
        }
    }

    /** What callers may request. */
    public record Requests(RunRegistry runs, ServedModels models, StartFiles files) {}

    private record NamedTable(String name, LatestByKey<?> table) {}

    private final List<NamedTable> tables;
    private final RunScheduler scheduler;
    private final Requests requests;
    private final EndedRunSweeper sweeper;
    private final Consumer<Throwable> onFatal;
    private final List<AutoCloseable> owned;
    private final Thread training = thread("runs", this::trainRuns);
    private final Thread sweeping = thread("sweeper", this::sweepEndedRuns);
    private volatile boolean closing;

    private TrainerProcess(
            List<NamedTable> tables,
            RunScheduler scheduler,
            Requests requests,
            EndedRunSweeper sweeper,
            Consumer<Throwable> onFatal,
            List<AutoCloseable> owned) {
        this.tables = tables;
        this.scheduler = scheduler;
        this.requests = requests;
        this.sweeper = sweeper;
        this.onFatal = onFatal;
        this.owned = owned;
    }

    /** How batches are requested from the workers: how many at once, and when an unanswered request is repeated. */
    public static BatchFeeds.Exchange exchange(KafkaConfig kafka, Duration firstRepeat, int mostBatches) {
        RetryPolicy retries = new RetryPolicy(firstRepeat, Duration.ofMinutes(10), 5);
        return new BatchFeeds.Exchange(
                run -> answers(kafka, MessageKeys.run(run)), BatchWindow.Clock.system(retries), mostBatches);
    }

    /** Creates a trainer, which does nothing before {@link #start}. It closes the store when it is closed. */
    public static TrainerProcess wire(
            KafkaConfig kafka,
            ObjectStore store,
            Spool spool,
            RunTrainer trainer,
            Role role,
            TrainerMeters meters,
            Consumer<Throwable> onFatal) {
        LatestByKey<RunRecord> runs = new LatestByKey<>(kafka, Topics.RUNS, onFatal);
        LatestByKey<IngestFinished> ingests =
                new LatestByKey<>(kafka, Topics.INGESTS, role.datasets()::hasKey, onFatal);
        LatestByKey<WellIngested> wells = LatestByKey.of(kafka, Topics.WELLS, role.wells(), onFatal);
        LatestByKey<ModelPublished> models = new LatestByKey<>(kafka, Topics.MODELS, onFatal);
        LatestByKey<Serving> servings = new LatestByKey<>(kafka, Topics.SERVING, onFatal);
        TrainerTables tables = new TrainerTables(runs, ingests, wells, role.datasets());
        MessageSender sender = new MessageSender(kafka);
        ServedModels served = new ServedModels(models, servings, sender, store);
        RunScheduler.Connections connections =
                new RunScheduler.Connections(store, spool, sender, new Claims(store, role.identity()), served);
        RunScheduler scheduler = new RunScheduler(tables, connections, trainer, role.cellTypes(), meters);
        runs.onChange((key, record) -> scheduler.onRecord(record));
        runs.onOverwrite((key, record) -> scheduler.onOverwrite(record));
        servings.onOverwrite((key, serving) -> {
            var unused = sender.send(Topics.SERVING, key, serving);
        });
        StartFiles files = new StartFiles(store, spool);
        RunRegistry registry = new RunRegistry(
                tables, sender, store, trainer.memory(), new StartModels(models, store, files), scheduler::waitingFor);
        EndedRunSweeper sweeper = new EndedRunSweeper(runs, store);
        return new TrainerProcess(
                List.of(
                        new NamedTable("runs", runs),
                        new NamedTable("ingests", ingests),
                        new NamedTable("wells", wells),
                        new NamedTable("models", models),
                        new NamedTable("serving", servings)),
                scheduler,
                new Requests(registry, served, files),
                sweeper,
                onFatal,
                List.of(sender, store, role.identity()));
    }

    /** Follows, trains and sweeps until it is closed. */
    public void start() {
        tables.forEach(each -> each.table().start());
        training.start();
        sweeping.start();
    }

    /** What the trainer still waits for before it takes runs; empty when it is ready. */
    public List<String> waitingFor() {
        return tables.stream()
                .filter(each -> !each.table().isCaughtUp())
                .map(each -> "table " + each.name())
                .toList();
    }

    public Requests requests() {
        return requests;
    }

    /**
     * Stops before the next step, saves a checkpoint and releases the run, so that another trainer continues it at once.
     * If that takes longer than the limits, the work is interrupted and the run continues from its newest checkpoint.
     */
    @Override
    public void close() {
        closing = true;
        scheduler.stop();
        awaitTraining(CHECKPOINT_LIMIT);
        training.interrupt();
        sweeping.interrupt();
        awaitTraining(INTERRUPT_LIMIT);
        tables.forEach(each -> each.table().close());
        for (AutoCloseable each : owned) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close " + each, e);
            }
        }
    }

    /** Waits for the training thread; the sweeping thread has nothing to finish. */
    private void awaitTraining(Duration limit) {
        try {
            boolean unused = training.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void trainRuns() throws InterruptedException {
        while (!closing && !waitingFor().isEmpty()) {
            Thread.sleep(IDLE);
        }
        while (!closing) {
            if (!scheduler.trainNext()) {
                Thread.sleep(IDLE);
            }
        }
    }

    private void sweepEndedRuns() throws InterruptedException {
        while (true) {
            Thread.sleep(SWEEP);
            sweeper.sweep();
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private Thread thread(String name, Work work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the process is stopping
            } catch (Throwable t) { // an Error too: nothing else would report it
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
