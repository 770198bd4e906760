package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.link.AwayException;
import io.wellstream.local.cli.link.Part;
import io.wellstream.local.cli.link.SystemAddress;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.MemoryForecast;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.RunPublication;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunStarted;
import io.wellstream.proto.v1.RunView;
import io.wellstream.proto.v1.Serving;
import io.wellstream.wire.kafka.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the services, data sets, runs and models of a system. */
@Command(
        name = "status",
        description = "Show services, data sets, runs and models.",
        footer = {"", "Example:", "  ./wellstream status"})
public final class StatusVerb extends Verb {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Mixin
    private final SystemOption system = new SystemOption();

    @Override
    public Integer call() throws IOException {
        SystemClient client = system.client();
        PrintWriter out = out();
        printServices(client, out);
        system.disk()
                .ifPresent(disk -> out.printf(
                        "  disk     %s%s%n", disk, disk.isPlenty() ? "" : "; it is full, so that new objects wait"));
        system.page().ifPresent(page -> out.printf("  page     %s (in a browser)%n", page));
        printDataSets(
                client.table(Topics.INGESTS, key -> true).values().stream().toList(), out);
        printRuns(client.table(Topics.RUNS, key -> true).values().stream().toList(), waits(client), out);
        printModels(
                client.table(Topics.MODELS, key -> true).values().stream().toList(),
                client.table(Topics.SERVING, key -> true),
                out);
        return 0;
    }

    private static void printServices(SystemClient client, PrintWriter out) {
        out.println("Services");
        SystemAddress address = client.link().address();
        out.printf("  ingest   %s%s%n", address.ingest(), away(client, Part.INGEST));
        out.printf("  trainer  %s%s%n", address.trainer(), away(client, Part.TRAINER));
        out.printf("  scorer   %s (gRPC and HTTP)%s%n", address.scorer(), away(client, Part.SCORER));
        out.printf("  Kafka    %s%s%n", address.kafka(), away(client, Part.KAFKA));
        out.printf("  store    %s%s%n", address.store(), away(client, Part.STORE));
        out.flush();
    }

    private static String away(SystemClient client, Part part) {
        return client.link().answers(part) ? "" : "  does not answer";
    }

    private static void printDataSets(List<IngestFinished> ingests, PrintWriter out) {
        out.println("Data sets" + (ingests.isEmpty() ? ": none; see ./wellstream ingest --help" : ""));
        for (IngestFinished ingest : ingests) {
            out.printf(
                    "  %-20s job %-24s %,d of %,d wells, %,d problems, %s%n",
                    ingest.getDataset(),
                    ingest.getJob(),
                    ingest.getWellsPublished(),
                    ingest.getWellsExpected(),
                    ingest.getProblems(),
                    time(ingest.getFinishedAtMs()));
        }
    }

    /** What each run waits for, as far as the trainer says; nothing while it does not answer. */
    private static Map<String, String> waits(SystemClient client) {
        try {
            return client.runsNow().list().stream()
                    .filter(view -> !view.getWaitingFor().isEmpty())
                    .collect(Collectors.toMap(view -> view.getRun().getRun(), RunView::getWaitingFor));
        } catch (AwayException e) {
            return Map.of();
        }
    }

    private static void printRuns(List<RunRecord> runs, Map<String, String> waits, PrintWriter out) {
        out.println("Runs" + (runs.isEmpty() ? ": none; see ./wellstream train --help" : ""));
        runs.stream()
                .sorted(Comparator.comparingLong(RunRecord::getRequestedAtMs))
                .forEach(run -> out.printf(
                        "  %-28s %-12s %-8s requested %s: %s%s%n",
                        run.getRun(),
                        run.getSpecification().getDataset(),
                        cellType(run.getSpecification().getCellType()),
                        time(run.getRequestedAtMs()),
                        state(run, waits.getOrDefault(run.getRun(), "")),
                        leaks(run) ? " (split random-sites: its validation leaks)" : ""));
    }

    private static boolean leaks(RunRecord run) {
        return run.getSpecification().getSplit().hasRandomSites();
    }

    private static String state(RunRecord run, String waitingFor) {
        String state = trainingState(run, waitingFor);
        RunPublication publication = run.getPublication();
        if (!run.hasPublication()) {
            return state;
        }
        String step = "; step " + publication.getStep();
        if (!publication.getModel().isEmpty()) {
            return state + step + " published as " + publication.getModel();
        }
        return publication.getFailure().isEmpty()
                ? state + step + " is being published" + (waitingFor.isEmpty() ? "" : ", waiting for " + waitingFor)
                : state + step + " not published: " + publication.getFailure();
    }

    private static String trainingState(RunRecord run, String waitingFor) {
        return switch (run.getStateCase()) {
            case REQUESTED, STATE_NOT_SET -> "waiting for " + (waitingFor.isEmpty() ? "a trainer" : waitingFor);
            case STARTED -> {
                RunStarted started = run.getStarted();
                String at =
                        started.getTrainer() + ", attempt " + started.getAttempt() + deaths(started) + memory(started);
                yield started.getWaitingFor().isEmpty()
                        ? "training on " + at
                        : "waiting for " + started.getWaitingFor() + " since " + time(started.getWaitingSinceMs())
                                + " (trainer " + at + ")";
            }
            case FINISHED -> "finished after " + run.getFinished().getSteps() + " steps";
            case FAILED -> "failed: " + run.getFailed().getReason();
            case CANCELLED -> "cancelled: " + run.getCancelled().getReason();
        };
    }

    private static String deaths(RunStarted started) {
        return started.getDeaths() == 0
                ? ""
                : " (" + started.getDeaths() + " ended without a checkpoint"
                        + (started.getLastError().isEmpty() ? "" : ": " + started.getLastError()) + ")";
    }

    private static String memory(RunStarted started) {
        MemoryForecast memory = started.getMemory();
        long bytes = memory.getNativeBytes() + memory.getHeapBytes();
        return bytes == 0 ? "" : String.format(Locale.ROOT, ", needs %,.0f MB of memory", bytes / 1e6);
    }

    private static void printModels(List<ModelPublished> models, Map<String, Serving> serving, PrintWriter out) {
        out.println("Models" + (models.isEmpty() ? ": none" : ""));
        var served = serving.values().stream().map(Serving::getRun).collect(Collectors.toSet());
        models.stream()
                .sorted(Comparator.comparingLong(ModelPublished::getPublishedAtMs))
                .forEach(model -> out.printf(
                        "  %-28s %-12s %-8s published %s%s%n",
                        model.getRun(),
                        model.getDataset(),
                        cellType(model.getCellType()),
                        time(model.getPublishedAtMs()),
                        served.contains(model.getRun()) ? ", served" : ""));
    }

    private static String cellType(String name) {
        return name.isEmpty() ? "all" : name;
    }

    private static String time(long epochMillis) {
        return TIME.format(Instant.ofEpochMilli(epochMillis));
    }
}
