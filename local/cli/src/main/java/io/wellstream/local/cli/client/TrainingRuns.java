package io.wellstream.local.cli.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.terminal.Progress;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.PartitionReader;
import io.wellstream.wire.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Starts training runs and follows them epoch by epoch to their end. */
public final class TrainingRuns {
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration CATCH_UP = Duration.ofMinutes(1);

    private final SystemClient client;

    public TrainingRuns(SystemClient client) {
        this.client = client;
    }

    /** A run that has ended, with its epochs. */
    public record Ended(RunRecord record, List<EpochFinished> epochs) {
        public Ended {
            epochs = List.copyOf(epochs);
        }
    }

    public void start(String run, RunSpecification specification) {
        try {
            RunRecord request = RunRecord.newBuilder()
                    .setRun(run)
                    .setSpecification(specification)
                    .build();
            client.trainerApi().post("/v1/runs", JsonFormat.printer().print(request));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a run's specification always has a JSON form", e);
        }
    }

    /** A run that trains on all labelled experiments, without validation, and is served afterwards. */
    public static RunSpecification.Builder onAllExperiments(DatasetId dataset, CellType cellType, long seed) {
        return RunSpecification.newBuilder()
                .setDataset(dataset.name())
                .setCellType(cellType.name())
                .setTarget(Target.TARGET_TREATMENT)
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).setDrawTest(-1)))
                .setSeed(seed)
                .setPromote(true);
    }

    /** Starts the runs; one that fails or is cancelled is an error with the reason. */
    public Map<String, Ended> finish(Map<String, RunSpecification> runs) throws InterruptedException {
        Map<String, Ended> ended = startAndFollow(runs);
        for (Ended end : ended.values()) {
            if (!end.record().hasFinished()) {
                throw new UserError(failure(end.record()));
            }
        }
        return ended;
    }

    /** Starts one run and returns when it has ended. */
    public Ended startAndFollow(String run, RunSpecification specification) throws InterruptedException {
        return Objects.requireNonNull(startAndFollow(Map.of(run, specification)).get(run));
    }

    /** Starts the runs, shows their progress, and returns each by name when all have ended. */
    public Map<String, Ended> startAndFollow(Map<String, RunSpecification> runs) throws InterruptedException {
        CompletableFuture<Void> lost = new CompletableFuture<>();
        List<PartitionReader<EpochFinished>> readers = new ArrayList<>();
        try (LatestByKey<RunRecord> records =
                        new LatestByKey<>(client.kafka(), Topics.RUNS, runs::containsKey, lost::completeExceptionally);
                Progress progress = Progress.of("Training", "epochs")) {
            records.start();
            if (!records.awaitCaughtUp(CATCH_UP)) {
                throw new UserError("Kafka at " + client.kafka() + " did not answer");
            }
            for (String run : runs.keySet()) {
                readers.add(PartitionReader.of(client.kafka(), Topics.RUN_EVENTS, run));
            }
            runs.forEach(this::start);
            return follow(records, lost, readers, progress, List.copyOf(runs.keySet()));
        } finally {
            readers.forEach(PartitionReader::close);
        }
    }

    private Map<String, Ended> follow(
            LatestByKey<RunRecord> records,
            CompletableFuture<Void> lost,
            List<PartitionReader<EpochFinished>> readers,
            Progress progress,
            List<String> runs) {
        Map<String, NavigableMap<Integer, EpochFinished>> epochs = new HashMap<>();
        Map<String, Ended> ended = new TreeMap<>();
        while (ended.size() < runs.size()) {
            if (lost.isCompletedExceptionally()) {
                throw new UserError("the connection to Kafka is lost; the runs continue, see: ./wellstream status");
            }
            for (String run : runs) {
                records.get(run)
                        .filter(TrainingRuns::isOver)
                        .ifPresent(record -> ended.put(run, new Ended(record, List.of())));
            }
            for (PartitionReader<EpochFinished> reader : readers) {
                reader.poll(POLL.dividedBy(readers.size()))
                        .forEach(epoch -> epochs.computeIfAbsent(epoch.getRun(), key -> new TreeMap<>())
                                .put(epoch.getEpoch(), epoch));
            }
            show(runs, epochs, progress);
        }
        ended.replaceAll((run, end) -> new Ended(
                end.record(),
                List.copyOf(epochs.getOrDefault(run, new TreeMap<>()).values())));
        progress.finish(summary(ended, epochs));
        return ended;
    }

    private static void show(
            List<String> runs, Map<String, NavigableMap<Integer, EpochFinished>> epochs, Progress progress) {
        long done = 0;
        long total = 0;
        StringBuilder note = new StringBuilder();
        for (String run : runs) {
            NavigableMap<Integer, EpochFinished> known = epochs.get(run);
            if (known == null) {
                continue;
            }
            EpochFinished last = known.lastEntry().getValue();
            done += last.getEpoch() + 1;
            total += last.getEpochs();
            note.append(note.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%s loss %.2f", last.getCellType(), last.getTrainingLoss()));
        }
        if (total > 0) {
            progress.at(done, total, note.toString());
        }
    }

    private static String summary(Map<String, Ended> ended, Map<String, NavigableMap<Integer, EpochFinished>> epochs) {
        long all = epochs.values().stream().mapToLong(Map::size).sum();
        long finished = ended.values().stream()
                .filter(end -> end.record().hasFinished())
                .count();
        return String.format(Locale.ROOT, "%d epochs, %d of %d runs finished", all, finished, ended.size());
    }

    public static boolean isOver(RunRecord record) {
        return switch (record.getStateCase()) {
            case FINISHED, FAILED, CANCELLED -> true;
            case REQUESTED, STARTED, STATE_NOT_SET -> false;
        };
    }

    /** Why a run did not finish, in one line. */
    public static String failure(RunRecord record) {
        return switch (record.getStateCase()) {
            case FAILED ->
                "run " + record.getRun() + " failed: " + record.getFailed().getReason();
            case CANCELLED ->
                "run " + record.getRun() + " was cancelled: "
                        + record.getCancelled().getReason();
            case REQUESTED, STARTED, FINISHED, STATE_NOT_SET -> "run " + record.getRun() + " has not failed";
        };
    }
}
