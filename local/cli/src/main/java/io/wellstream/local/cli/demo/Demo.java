package io.wellstream.local.cli.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.QcPictures;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.Submissions;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.files.SimulatedScreens;
import io.wellstream.local.cli.files.Truth;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.BrokerAndStore;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.SubmissionResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The demo step by step. Each step reads the results of the one before from the system, not from memory. */
public final class Demo {
    private final DemoFolder folder;
    private final DemoPlan plan;
    private final PrintWriter out;
    private final long started = System.nanoTime();

    public Demo(Path folder, DemoPlan plan, PrintWriter out) {
        this.folder = new DemoFolder(folder);
        this.plan = plan;
        this.out = out;
    }

    /**
     * Runs all steps and returns what {@code --json} prints.
     *
     * @param servers how the broker and the object store are started
     */
    public JsonObject run(BrokerAndStore.Starter servers) throws IOException, InterruptedException {
        folder.prepare();
        say("Wellstream demo in " + folder.root() + " (seed " + plan.seed() + ", effect " + plan.effect() + ")");
        FutureTask<Void> simulating = new FutureTask<>(() -> {
            SimulatedScreens.write(folder.screen(), folder.truth(), plan.screen());
            return null;
        });
        Thread.ofPlatform().name("simulate").daemon().start(simulating);
        try (LocalSystem system = LocalSystem.start(config(), servers)) {
            simulating.get();
            say("Running     broker, object store and services, ready after " + seconds());
            return pipeline(SystemClient.of(system.endpoints()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the screen could not be simulated: " + e.getMessage(), e);
        }
    }

    private LocalConfig config() {
        return LocalConfig.of(folder.system())
                .withIngestRoots(List.of(folder.screen()))
                .withProcesses(ServiceKind.TRAINER, 2);
    }

    private JsonObject pipeline(SystemClient client) throws IOException, InterruptedException {
        IngestJobs ingesting = new IngestJobs(client);
        IngestJobs.Outcome ingested = ingesting.run(new DatasetId(DemoPlan.DATASET), folder.screen(), false);
        if (!ingested.problems().isEmpty()) {
            throw new UserError("the ingest of the simulated screen has problems: " + ingested.problems());
        }
        Map<String, TrainingRuns.Ended> runs = train(client, ingested.job());
        try (ScorerClient scorer = client.scorer()) {
            scorer.awaitServed(DemoPlan.DATASET, runs.keySet());
        }
        SubmissionResult submitted = Submissions.build(
                        client,
                        BuildSubmissionRequest.newBuilder()
                                .setDataset(DemoPlan.DATASET)
                                .build())
                .getResult();
        byte[] csv = client.object(submitted.getCsv());
        Files.write(folder.submission(), csv);

        Truth truth = Truth.read(folder.truth());
        Map<ExperimentId, Accuracy> accuracies = accuracies(truth, Truth.submission(csv));
        new DemoPicture(client, plan).write(folder.picture(), runs, truth, accuracies);
        Path qc = QcPictures.fetch(client, new DatasetId(DemoPlan.DATASET), folder.root());
        return report(truth, accuracies, runs, qc);
    }

    private Map<String, TrainingRuns.Ended> train(SystemClient client, String ingestJob) throws InterruptedException {
        Map<String, RunSpecification> runs = new TreeMap<>();
        plan.screen().cellLines().stream()
                .map(line -> line.cellType())
                .forEach(cellType ->
                        runs.put("demo-" + cellType.name().toLowerCase(Locale.ROOT), plan.run(cellType, ingestJob)));
        return new TrainingRuns(client).finish(runs);
    }

    private static Map<ExperimentId, Accuracy> accuracies(Truth truth, Map<String, String> submission) {
        Map<ExperimentId, Accuracy> accuracies = new TreeMap<>();
        truth.experiments()
                .values()
                .forEach(experiments -> experiments.forEach(
                        experiment -> accuracies.put(experiment, truth.accuracy(experiment, submission))));
        return accuracies;
    }

    private JsonObject report(
            Truth truth, Map<ExperimentId, Accuracy> accuracies, Map<String, TrainingRuns.Ended> runs, Path qc) {
        double chance = 1.0 / truth.classes();
        JsonArray cellTypes = new JsonArray();
        say("");
        accuracies.forEach((experiment, accuracy) -> {
            CellType cellType = CellType.of(experiment);
            say(String.format(
                    Locale.ROOT,
                    "%-6s unseen %s: %s, %.1f × chance (%.1f %%)",
                    cellType,
                    experiment,
                    accuracy,
                    accuracy.value() / chance,
                    100 * chance));
            cellTypes.add(json(cellType, experiment, accuracy, chance));
        });
        String model =
                runs.values().iterator().next().record().getFinished().getCard().getKey();
        say("");
        say("Picture     " + folder.picture());
        say("Submission  " + folder.submission());
        runs.values()
                .forEach(end -> say(
                        "Model       " + end.record().getFinished().getCard().getKey()));
        say("QC          " + qc);
        say("Logs        " + folder.system().resolve("logs"));
        say("");
        say("Done in " + seconds() + ". Try next:");
        say("  ./wellstream demo --seed " + (plan.seed() + 1) + "              another screen");
        say("  ./wellstream demo --effect 0            nothing to learn: accuracy is at chance level");
        say("  ./wellstream up --data " + folder.system() + "   run this system, then try status, look, predict");
        JsonObject result = new JsonObject();
        result.addProperty("seconds", Math.round(elapsed().toMillis() / 100.0) / 10.0);
        result.add("cell_types", cellTypes);
        result.addProperty("submission", folder.submission().toString());
        result.addProperty("model", model);
        result.addProperty("picture", folder.picture().toString());
        return result;
    }

    private static JsonObject json(CellType cellType, ExperimentId experiment, Accuracy accuracy, double chance) {
        JsonObject entry = new JsonObject();
        entry.addProperty("cell_type", cellType.name());
        entry.addProperty("experiment", experiment.name());
        entry.addProperty("wells", accuracy.n());
        entry.addProperty("accuracy", accuracy.value());
        entry.addProperty("chance", chance);
        return entry;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private String seconds() {
        return String.format(Locale.ROOT, "%.0f s", elapsed().toMillis() / 1000.0);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
