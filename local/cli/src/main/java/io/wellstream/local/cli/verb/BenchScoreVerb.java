package io.wellstream.local.cli.verb;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.bench.BenchSystem;
import io.wellstream.local.cli.bench.LoadGenerator;
import io.wellstream.local.cli.bench.ModelSwapper;
import io.wellstream.local.cli.bench.ScoreBench;
import io.wellstream.local.cli.client.HttpApi;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.status.sample.Exposition;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ModelSummary;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the scorer. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description = {
            "Measure the scorer over gRPC: latency at 1, 8 and 64 calls at once and at half load, and throughput,",
            "against ONNX Runtime called directly in the same minutes, against the training engine, without batches, and while",
            "the served model changes every second. An image is a site: all its channels. Each call asks for one well.",
            "Without --dataset it prepares a small system of its own, and deletes it afterwards; with it, it asks a running",
            "system for wells of that data set, and leaves out the rest: the training engine, swaps, and the scorer without batches."
        },
        footer = {"", "Example: wellstream bench score --json"})
final class BenchScoreVerb implements Callable<Integer> {
    private static final int MOST_WELLS = 128;
    private static final Duration SWAP_EVERY = Duration.ofSeconds(1);

    @Mixin
    private final SystemOption running = new SystemOption();

    @Option(names = "--dataset", description = "Measure a running system with this data set's wells and served model.")
    private @Nullable String dataset;

    @Option(
            names = "--seconds",
            defaultValue = "5",
            description = "How long each phase lasts. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = "Seconds under load before anything is measured. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--json", description = "End standard output with one line of JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1) {
            throw new UserError("--seconds " + seconds + "; expected 1 or more");
        }
        JsonObject result = dataset == null ? own() : measure(running.services(), new DatasetId(dataset));
        PrintWriter out = Verb.out(spec);
        if (json) {
            out.println(result);
        }
        out.flush();
        return 0;
    }

    private JsonObject own() throws IOException, InterruptedException {
        long started = System.nanoTime();
        try (BenchSystem bench = BenchSystem.prepare(1)) {
            DatasetId own = new DatasetId(BenchSystem.DATASET);
            JsonObject result = measure(bench.services(), own);
            result.add("deeplearning4j", trainingEngine(bench));
            result.add("swapping", swapping(bench.services(), own));
            bench.restart(Map.of("WELLSTREAM_SCORER_MAX_BATCH", "1"));
            say("without batches:");
            result.add("without_batches", withoutBatches(bench.services(), own));
            result.addProperty("seconds", (System.nanoTime() - started) / 1_000_000_000);
            return result;
        }
    }

    private JsonObject trainingEngine(BenchSystem system) throws IOException, InterruptedException {
        SystemClient services = system.services();
        try (ScorerClient client = services.scorer()) {
            ModelPublished model =
                    served(services, client, new DatasetId(BenchSystem.DATASET)).getFirst();
            return bench(client, services, model, wells(services, model))
                    .trainingEngine(system.trainingEngine(), BenchSystem.network());
        }
    }

    private JsonObject measure(SystemClient services, DatasetId of) throws InterruptedException {
        try (ScorerClient client = services.scorer()) {
            ModelPublished model = served(services, client, of).getFirst();
            List<WellIngested> wells = wells(services, model);
            double loadBefore = loadAverage();
            JsonObject result = bench(client, services, model, wells).run(Duration.ofSeconds(warmUp));
            result.addProperty("image", "a site, all channels");
            result.addProperty("sites_per_call", wells.getFirst().getSitesCount());
            result.addProperty("model", model.getOnnx().getKey());
            result.addProperty("cores", Runtime.getRuntime().availableProcessors());
            result.addProperty("load_average_before", loadBefore);
            result.addProperty("load_average_after", loadAverage());
            return result;
        }
    }

    private JsonObject swapping(SystemClient services, DatasetId of) throws InterruptedException {
        try (ScorerClient client = services.scorer()) {
            List<ModelPublished> models = served(services, client, of);
            ScoreBench bench = bench(client, services, models.getFirst(), wells(services, models.getFirst()));
            try (ModelSwapper swapping = new ModelSwapper(services.kafka(), models, SWAP_EVERY)) {
                return bench.whileSwapping(swapping, phase().multipliedBy(2));
            }
        }
    }

    private JsonArray withoutBatches(SystemClient services, DatasetId of) throws InterruptedException {
        try (ScorerClient client = services.scorer()) {
            ModelPublished model = served(services, client, of).getFirst();
            ScoreBench bench = bench(client, services, model, wells(services, model));
            bench.latency(); // to warm it up
            return bench.latency();
        }
    }

    private ScoreBench bench(
            ScorerClient client, SystemClient services, ModelPublished model, List<WellIngested> wells) {
        LoadGenerator load = new LoadGenerator(
                client.future(),
                model.getDataset(),
                wells.stream().map(WellIngested::getWell).toList());
        return new ScoreBench(
                load,
                () -> cpuSeconds(services.scorerApi()),
                services.object(model.getOnnx()),
                wells.getFirst().getSitesCount(),
                phase(),
                this::say);
    }

    /** The processor time that the scorer says it has used. */
    private static double cpuSeconds(HttpApi scorer) {
        return Exposition.parse(scorer.text("/q/metrics"), "process_cpu_time_ns_total"::equals).stream()
                .map(sample -> sample.value() / 1e9)
                .findFirst()
                .orElseThrow(() -> new UserError("the scorer does not show process_cpu_time_ns_total"));
    }

    /** The served model of some cell type, then the others of the same. */
    private static List<ModelPublished> served(SystemClient services, ScorerClient client, DatasetId of) {
        Optional<ModelSummary> served = client.models(of.name()).getModelsList().stream()
                .filter(ModelSummary::getServed)
                .findFirst();
        if (served.isEmpty()) {
            throw new UserError("no model of data set '" + of + "' is served; train one first");
        }
        Collection<ModelPublished> published = services.table(
                        Topics.MODELS, key -> key.startsWith(MessageKeys.dataset(of)))
                .values();
        String run = served.get().getRun();
        return published.stream()
                .filter(model -> model.getCellType().equals(served.get().getCellType())
                        && model.getTarget() == served.get().getTarget())
                .sorted((a, b) ->
                        Boolean.compare(b.getRun().equals(run), a.getRun().equals(run)))
                .toList();
    }

    /** Wells of the model's cell type, with the same number of sites. */
    private static List<WellIngested> wells(SystemClient services, ModelPublished model) {
        List<WellIngested> fitting = services
                .table(Topics.WELLS, key -> key.startsWith(MessageKeys.dataset(new DatasetId(model.getDataset()))))
                .values()
                .stream()
                .filter(well ->
                        model.getCellType().isEmpty() || well.getCellType().equals(model.getCellType()))
                .toList();
        int sites = fitting.stream().mapToInt(WellIngested::getSitesCount).max().orElse(0);
        if (sites == 0) {
            throw new UserError("data set '" + model.getDataset() + "' has no wells of " + model.getCellType());
        }
        return fitting.stream()
                .filter(well -> well.getSitesCount() == sites)
                .limit(MOST_WELLS)
                .toList();
    }

    private Duration phase() {
        return Duration.ofSeconds(seconds);
    }

    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private void say(String line) {
        PrintWriter out = Verb.out(spec);
        out.println(line);
        out.flush();
    }
}
