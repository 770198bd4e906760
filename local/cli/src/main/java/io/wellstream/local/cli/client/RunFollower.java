package io.wellstream.local.cli.client;

import io.wellstream.local.cli.client.TrainingRuns.Ended;
import io.wellstream.local.cli.link.AwayException;
import io.wellstream.local.cli.link.Part;
import io.wellstream.local.cli.link.SystemLink;
import io.wellstream.local.cli.terminal.Progress;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.MemoryForecast;
import io.wellstream.proto.v1.RunPublication;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunStarted;
import io.wellstream.proto.v1.RunView;
import io.wellstream.wire.kafka.KafkaConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows training runs to their end and shows how far they are, what they wait for, and whether the system is away. Open it before
 * runs are requested, so that no epoch is missed. If the system was started again at other addresses, it goes on there.
 */
final class RunFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final SystemClient client;
    private final Set<String> runs;
    private final Progress progress;
    private final SystemLink.Watching watching;
    private final Map<String, NavigableMap<Integer, EpochFinished>> epochs = new HashMap<>();
    private final Map<String, String> said = new HashMap<>();
    private final Set<String> forecast = new HashSet<>();
    private long askedAt = System.nanoTime();
    private @Nullable RunTopics topics;

    private RunFollower(SystemClient client, Set<String> runs, Progress progress) {
        this.client = client;
        this.runs = runs;
        this.progress = progress;
        this.watching = client.link().watching(Set.of(Part.TRAINER, Part.KAFKA), progress::say);
    }

    /** Reads from now on everything about the runs. */
    static RunFollower open(SystemClient client, Set<String> runs) throws InterruptedException {
        RunFollower follower = new RunFollower(client, Set.copyOf(runs), Progress.of("Training", "epochs"));
        try {
            RunTopics unused = follower.topics();
            return follower;
        } catch (RuntimeException | InterruptedException e) {
            follower.close();
            throw e;
        }
    }

    /** Waits until all these runs have ended, and returns each by name. A run that was reopened has to end once more. */
    Map<String, Ended> toTheEnd(Collection<RunView> followed) throws InterruptedException {
        Map<String, RunRecord> ended = new TreeMap<>();
        followed.forEach(view -> view.getEpochsList().forEach(this::add));
        while (ended.size() < followed.size()) {
            RunTopics now = topics();
            for (RunView view : followed) {
                RunRecord run = view.getRun();
                RunRecord record = now.latest(run);
                if (TrainingRuns.isOver(record) && record.getReopened() >= run.getReopened()) {
                    ended.put(run.getRun(), record);
                } else {
                    sayWait(record);
                }
            }
            now.poll(POLL, this::add);
            if (client.link().isRunning()) {
                show();
            }
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
            RunRecord now = topics().latest(run);
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

    /** The topics where the system is now. If it has moved, they are opened anew, and the epochs that were missed are added. */
    private RunTopics topics() throws InterruptedException {
        client.link().requireSystem(Part.KAFKA);
        RunTopics known = topics;
        if (known == null) {
            return opened();
        }
        if (known.isLost()) {
            throw new UserError("the connection to Kafka is lost; the runs continue, see: ./wellstream status");
        }
        if (!hasMoved(known.kafka())) {
            return known;
        }
        topics = null;
        known.close();
        RunTopics open = opened();
        for (String run : runs) {
            client.patientRuns().find(run).ifPresent(view -> view.getEpochsList()
                    .forEach(this::add));
        }
        return open;
    }

    private RunTopics opened() throws InterruptedException {
        while (true) {
            KafkaConfig kafka = client.kafka();
            Optional<RunTopics> open = RunTopics.open(kafka, runs, () -> hasMoved(kafka));
            if (open.isPresent()) {
                topics = open.get();
                return open.get();
            }
        }
    }

    private boolean hasMoved(KafkaConfig from) {
        client.link().requireSystem(Part.KAFKA);
        return !client.kafka().equals(from);
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
        if (memory.getNativeBytes() > 0 && runs.size() == 1 && forecast.add(run.getRun())) {
            progress.say(String.format(
                    Locale.ROOT,
                    "Run %s needs %,.0f MB of memory outside the Java heap and %,.0f MB in it.",
                    run.getRun(),
                    memory.getNativeBytes() / 1e6,
                    memory.getHeapBytes() / 1e6));
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
        if (runs.size() > 1) {
            return before; // such runs wait for each other
        }
        if (System.nanoTime() - askedAt < ASK.toNanos() || client.link().isAway(Part.TRAINER)) {
            return before;
        }
        askedAt = System.nanoTime();
        try {
            return client.runsNow()
                    .find(run.getRun())
                    .map(view -> describe(run.getRun(), view.getWaitingFor(), 0))
                    .orElse("");
        } catch (AwayException e) {
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
        if (topics != null) {
            topics.close();
        }
        watching.close();
        progress.close();
    }
}
