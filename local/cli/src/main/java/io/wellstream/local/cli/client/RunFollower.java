package io.wellstream.local.cli.client;

import io.wellstream.local.cli.client.TrainingRuns.Ended;
import io.wellstream.local.cli.terminal.Progress;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.MemoryForecast;
import io.wellstream.proto.v1.RunPublication;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunStarted;
import io.wellstream.proto.v1.RunView;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.PartitionReader;
import io.wellstream.wire.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Follows training runs to their end and shows how far they are and what they wait for. Open it before runs are requested, so that
 * no epoch is missed.
 */
final class RunFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration CATCH_UP = Duration.ofMinutes(1);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final RunApi api;
    private final LatestByKey<RunRecord> records;
    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    private final List<PartitionReader<EpochFinished>> events = new ArrayList<>();
    private final Progress progress;
    private final Map<String, NavigableMap<Integer, EpochFinished>> epochs = new HashMap<>();
    private final Map<String, String> said = new HashMap<>();
    private final Set<String> forecast = new HashSet<>();
    private long askedAt = System.nanoTime();

    private RunFollower(SystemClient client, Set<String> runs, Progress progress) {
        this.api = client.runs();
        this.progress = progress;
        this.records = new LatestByKey<>(client.kafka(), Topics.RUNS, runs::contains, lost::completeExceptionally);
    }

    /** Reads from now on everything about the runs. */
    static RunFollower open(SystemClient client, Set<String> runs) throws InterruptedException {
        RunFollower follower = new RunFollower(client, Set.copyOf(runs), Progress.of("Training", "epochs"));
        try {
            follower.records.start();
            if (!follower.records.awaitCaughtUp(CATCH_UP)) {
                throw new UserError("Kafka at " + client.kafka() + " did not answer");
            }
            for (String run : runs) {
                follower.events.add(PartitionReader.of(client.kafka(), Topics.RUN_EVENTS, run));
            }
            return follower;
        } catch (RuntimeException | InterruptedException e) {
            follower.close();
            throw e;
        }
    }

    /** Waits until all these runs have ended, and returns each by name. A run that was reopened has to end once more. */
    Map<String, Ended> toTheEnd(Collection<RunView> runs) {
        Map<String, RunRecord> ended = new TreeMap<>();
        runs.forEach(view -> view.getEpochsList().forEach(this::add));
        while (ended.size() < runs.size()) {
            requireConnection();
            for (RunView view : runs) {
                RunRecord run = view.getRun();
                RunRecord now = records.get(run.getRun()).orElse(run);
                if (TrainingRuns.isOver(now) && now.getReopened() >= run.getReopened()) {
                    ended.put(run.getRun(), now);
                } else {
                    sayWait(now);
                }
            }
            for (PartitionReader<EpochFinished> reader : events) {
                reader.poll(POLL.dividedBy(events.size())).forEach(this::add);
            }
            show();
        }
        progress.finish(summary(ended.values()));
        Map<String, Ended> result = new TreeMap<>();
        ended.forEach((run, record) -> result.put(
                run,
                new Ended(
                        record,
                        List.copyOf(epochs.getOrDefault(run, new TreeMap<>()).values()))));
        return result;
    }

    /** Waits until the checkpoint of the run is published, or until that has failed. */
    RunPublication published(RunRecord run) throws InterruptedException {
        while (true) {
            requireConnection();
            RunRecord now = records.get(run.getRun()).orElse(run);
            RunPublication publication = now.getPublication();
            boolean over = !publication.getModel().isEmpty()
                    || !publication.getFailure().isEmpty();
            if (over && now.getReopened() >= run.getReopened()) {
                return publication;
            }
            sayWait(now);
            Thread.sleep(POLL);
        }
    }

    private void requireConnection() {
        if (lost.isCompletedExceptionally()) {
            throw new UserError("the connection to Kafka is lost; the runs continue, see: ./wellstream status");
        }
    }

    private void add(EpochFinished epoch) {
        epochs.computeIfAbsent(epoch.getRun(), run -> new TreeMap<>()).put(epoch.getEpoch(), epoch);
    }

    /** Says once what the run waits for, and once that it goes on. */
    private void sayWait(RunRecord run) {
        sayMemory(run);
        String waiting = waiting(run);
        String before = said.put(run.getRun(), waiting);
        if (waiting.equals(before == null ? "" : before)) {
            return;
        }
        progress.say(waiting.isEmpty() ? "Run " + run.getRun() + " goes on." : waiting);
    }

    /** Says once what the run needs, unless there are several. */
    private void sayMemory(RunRecord run) {
        MemoryForecast memory = run.getStarted().getMemory();
        if (memory.getNativeBytes() > 0 && events.size() == 1 && forecast.add(run.getRun())) {
            progress.say(String.format(
                    Locale.ROOT,
                    "Run %s needs %.1f GB of memory outside the Java heap and %.1f GB in it.",
                    run.getRun(),
                    memory.getNativeBytes() / 1e9,
                    memory.getHeapBytes() / 1e9));
        }
    }

    private String waiting(RunRecord run) {
        if (run.hasStarted()) {
            RunStarted started = run.getStarted();
            return describe(run.getRun(), started.getWaitingFor(), started.getWaitingSinceMs());
        }
        if (!run.getPublication().getWaitingFor().isEmpty()) {
            RunPublication publication = run.getPublication();
            return describe(run.getRun(), publication.getWaitingFor(), publication.getWaitingSinceMs());
        }
        String before = said.getOrDefault(run.getRun(), "");
        if (events.size() > 1) {
            return before; // such runs wait for each other
        }
        if (System.nanoTime() - askedAt < ASK.toNanos()) {
            return before;
        }
        askedAt = System.nanoTime();
        try {
            return api.find(run.getRun())
                    .map(view -> describe(run.getRun(), view.getWaitingFor(), 0))
                    .orElse("");
        } catch (HttpApi.AwayException e) {
            return before;
        }
    }

    private static String describe(String run, String reason, long sinceMs) {
        String since = sinceMs == 0 ? "" : " (since " + CLOCK.format(Instant.ofEpochMilli(sinceMs)) + ")";
        return reason.isEmpty() ? "" : "Run " + run + " waits for " + reason + since;
    }

    private void show() {
        long done = 0;
        long total = 0;
        StringBuilder note = new StringBuilder();
        for (NavigableMap<Integer, EpochFinished> known : epochs.values()) {
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

    private String summary(Collection<RunRecord> ended) {
        long all = epochs.values().stream().mapToLong(Map::size).sum();
        long finished = ended.stream().filter(RunRecord::hasFinished).count();
        return String.format(Locale.ROOT, "%d epochs, %d of %d runs finished", all, finished, ended.size());
    }

    @Override
    public void close() {
        events.forEach(PartitionReader::close);
        records.close();
        progress.close();
    }
}
