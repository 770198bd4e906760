package io.wellstream.local.cli.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.HttpApi;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.status.sample.Exposition;
import io.wellstream.local.status.sample.Sample;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ModelSummary;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Measures the scorer of a system with a data set's wells and served model.
 *
 * @param phase duration of each phase
 * @param warmUp duration of the load before the first measurement
 * @param say receives the results as text
 */
public record ScorerBenchmark(Duration phase, Duration warmUp, Consumer<String> say) {
    private static final int MOST_WELLS = 128;
    private static final int PARTS = 10;
    private static final Duration SWAP_EVERY = Duration.ofSeconds(1);

    /** One measurement with the served model and the others of its cell type, and wells for them. */
    private interface Measurement<T> {
        T with(ScoreBench bench, List<ModelPublished> models, List<WellIngested> wells)
                throws IOException, InterruptedException;
    }

    /** All measurements, on a temporary system. */
    public JsonObject onTemporarySystem() throws IOException, InterruptedException {
        long started = System.nanoTime();
        try (BenchSystem bench = BenchSystem.prepare(1)) {
            DatasetId dataset = new DatasetId(BenchSystem.DATASET);
            SystemClient client = bench.client();
            JsonObject result = measure(client, dataset);
            JsonObject engine = measure(
                    client,
                    dataset,
                    (score, _, _) -> score.trainingEngine(bench.trainingEngine(), BenchSystem.network()));
            result.add("deeplearning4j", engine);
            JsonObject swapping = measure(client, dataset, (score, models, _) -> {
                try (ModelSwapper swapper = new ModelSwapper(client.kafka(), models, SWAP_EVERY)) {
                    return score.whileSwapping(swapper, phase.multipliedBy(2));
                }
            });
            result.add("swapping", swapping);
            bench.restart(Map.of("WELLSTREAM_SCORER_MAX_BATCH", "1"));
            say.accept("without batches:");
            JsonArray withoutBatches = measure(bench.client(), dataset, (score, _, _) -> {
                score.latency(); // warm-up
                return score.latency();
            });
            result.add("without_batches", withoutBatches);
            result.addProperty("seconds", (System.nanoTime() - started) / 1_000_000_000);
            return result;
        }
    }

    /**
     * Latency and memory while the served model changes, in ten parts of equal length, on a temporary system. Its scorer keeps one model
     * in memory, so that each change loads a model and frees another.
     *
     * @param every the time between two changes
     */
    public JsonObject swaps(int swaps, Duration every) throws IOException, InterruptedException {
        try (BenchSystem bench = BenchSystem.prepare(1)) {
            bench.restart(Map.of("WELLSTREAM_SCORER_MODELS", "1"));
            SystemClient client = bench.client();
            return measure(client, new DatasetId(BenchSystem.DATASET), (score, models, _) -> {
                try (ModelSwapper swapper = new ModelSwapper(client.kafka(), models, every);
                        ResidentSamples memory = new ResidentSamples(bench.scorerPid())) {
                    say.accept("warm-up:");
                    JsonObject unused = score.whileSwapping(swapper, warmUp);
                    double loadsBefore = modelLoads(client.scorerApi());
                    ResidentSamples.Range unusedMemory = memory.take();
                    JsonArray parts = new JsonArray();
                    for (int part = 0; part < PARTS; part++) {
                        JsonObject result = score.whileSwapping(swapper, every.multipliedBy(swaps / PARTS));
                        addMemory(result, memory.take(), heapBytes(client.scorerApi()));
                        parts.add(result);
                    }
                    JsonObject all = new JsonObject();
                    double loads = modelLoads(client.scorerApi()) - loadsBefore;
                    say.accept(String.format(Locale.ROOT, "%.0f models loaded", loads));
                    all.addProperty("models_loaded", loads);
                    all.addProperty("load_average_after", loadAverage());
                    all.add("parts", parts);
                    return all;
                }
            });
        }
    }

    private void addMemory(JsonObject part, ResidentSamples.Range resident, long heap) {
        part.addProperty("resident_mib", resident.typical() >> 20);
        part.addProperty("resident_least_mib", resident.least() >> 20);
        part.addProperty("resident_most_mib", resident.most() >> 20);
        part.addProperty("heap_mib", heap >> 20);
        say.accept(String.format(
                Locale.ROOT,
                "                    scorer resident %d MiB (%d to %d); its Java heap has %d MiB",
                resident.typical() >> 20,
                resident.least() >> 20,
                resident.most() >> 20,
                heap >> 20));
    }

    /** How many models the scorer has loaded since its start. */
    private static double modelLoads(HttpApi scorer) {
        return sum(scorer, "scorer_model_load_seconds_count", sample -> true);
    }

    /** The size of the scorer's Java heap, in use or not. */
    private static long heapBytes(HttpApi scorer) {
        return (long) sum(scorer, "jvm_memory_committed_bytes", sample -> sample.labels()
                .get("area")
                .equals("heap"));
    }

    private static double sum(HttpApi scorer, String metric, Predicate<Sample> counted) {
        return Exposition.parse(scorer.text("/q/metrics"), metric::equals).stream()
                .filter(counted)
                .mapToDouble(Sample::value)
                .sum();
    }

    /** The measurements that change nothing in a running system. */
    public JsonObject measure(SystemClient client, DatasetId dataset) throws IOException, InterruptedException {
        return measure(client, dataset, (score, models, wells) -> {
            double loadBefore = loadAverage();
            JsonObject result = score.run(warmUp);
            result.addProperty("image", "a site, all channels");
            result.addProperty("sites_per_call", wells.getFirst().getSitesCount());
            result.addProperty("model", models.getFirst().getOnnx().getKey());
            result.addProperty("cores", Runtime.getRuntime().availableProcessors());
            result.addProperty("load_average_before", loadBefore);
            result.addProperty("load_average_after", loadAverage());
            return result;
        });
    }

    private <T> T measure(SystemClient client, DatasetId dataset, Measurement<T> measurement)
            throws IOException, InterruptedException {
        try (ScorerClient scorer = client.scorer()) {
            List<ModelPublished> models = served(client, scorer, dataset);
            List<WellIngested> wells = wells(client, models.getFirst());
            LoadGenerator load = new LoadGenerator(
                    scorer.future(),
                    dataset.name(),
                    wells.stream().map(WellIngested::getWell).toList());
            ScoreBench bench = new ScoreBench(
                    load,
                    () -> cpuSeconds(client.scorerApi()),
                    client.object(models.getFirst().getOnnx()),
                    wells.getFirst().getSitesCount(),
                    phase,
                    say);
            return measurement.with(bench, models, wells);
        }
    }

    /** The CPU time of the scorer's process. */
    private static double cpuSeconds(HttpApi scorer) {
        return Exposition.parse(scorer.text("/q/metrics"), "process_cpu_time_ns_total"::equals).stream()
                .map(sample -> sample.value() / 1e9)
                .findFirst()
                .orElseThrow(() -> new UserError("the scorer has no metric process_cpu_time_ns_total"));
    }

    /** The served model of some cell type, then the other models of that cell type and target. */
    private static List<ModelPublished> served(SystemClient client, ScorerClient scorer, DatasetId dataset) {
        ModelSummary served = scorer.models(dataset.name()).getModelsList().stream()
                .filter(ModelSummary::getServed)
                .findFirst()
                .orElseThrow(() -> new UserError("no model of data set '" + dataset + "' is served; train one first"));
        Collection<ModelPublished> published = client.table(
                        Topics.MODELS, key -> key.startsWith(MessageKeys.dataset(dataset)))
                .values();
        return published.stream()
                .filter(model ->
                        model.getCellType().equals(served.getCellType()) && model.getTarget() == served.getTarget())
                .sorted((a, b) -> Boolean.compare(
                        b.getRun().equals(served.getRun()), a.getRun().equals(served.getRun())))
                .toList();
    }

    /** Wells of the model's cell type with the same number of sites. */
    private static List<WellIngested> wells(SystemClient client, ModelPublished model) {
        String prefix = MessageKeys.dataset(new DatasetId(model.getDataset()));
        List<WellIngested> fitting = client.table(Topics.WELLS, key -> key.startsWith(prefix)).values().stream()
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

    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
