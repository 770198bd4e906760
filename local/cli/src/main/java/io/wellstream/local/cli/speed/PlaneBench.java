package io.wellstream.local.cli.speed;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.gson.JsonObject;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.files.SimulatedScreens;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Measures how fast batches reach a consumer that computes nothing: requested through Kafka, made by augment workers of one thread each,
 * fetched from the store. They are compared with the same batches made by direct calls, and with a PyTorch DataLoader over the PNG files.
 */
public record PlaneBench(SpeedPlan plan, Consumer<String> say) {
    private static final DatasetId DATASET = new DatasetId("plane");
    private static final int TREATMENTS = 24;
    private static final int SIDE = 224;
    private static final int BATCH = 32;
    private static final List<Integer> WORKERS = List.of(1, 2);
    private static final Duration WARM_UP = Duration.ofSeconds(30); // until then, compilers use much of two cores

    /** CPU time in milliseconds for each sample: of the workers, and of this process, which is broker, store and consumer. */
    private record CpuTime(double workers, double others) {}

    public JsonObject measure() throws IOException, InterruptedException, BadImageException {
        Machine machine = new Machine();
        Path folder = Files.createTempDirectory("wellstream-plane-");
        try {
            Path screen = folder.resolve("screen");
            SimulatedScreens.write(screen, folder.resolve("truth.csv"), BenchImages.screen(TREATMENTS));
            LocalConfig config = LocalConfig.of(folder.resolve("system"))
                    .withIngestRoots(List.of(screen))
                    .withEnvironment("WELLSTREAM_AUGMENT_THREADS", "1");
            ingest(config, screen);
            Rates rates = new Rates("samples");
            Map<Integer, List<CpuTime>> used = new TreeMap<>();
            JsonObject result = new JsonObject();
            for (int round = 0; round < plan.rounds(); round++) {
                for (int workers : WORKERS) {
                    used.computeIfAbsent(workers, unused -> new ArrayList<>())
                            .add(round(config, workers, round, rates, result));
                }
                dataLoader(screen, rates);
            }
            used.forEach((workers, times) -> report(workers, times, result));
            report(machine, rates, result);
            return result;
        } finally {
            MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }

    private static void ingest(LocalConfig config, Path screen) throws InterruptedException {
        try (LocalSystem system = LocalSystem.start(config)) {
            IngestJobs.Outcome ingested =
                    new IngestJobs(SystemClient.of(system.endpoints())).run(DATASET, screen, false);
            if (!ingested.problems().isEmpty()) {
                throw new UserError("the ingest of the simulated screen has problems: " + ingested.problems());
            }
        }
    }

    /** Measures with some workers, and as many threads of direct calls right after it. */
    private CpuTime round(LocalConfig config, int workers, int round, Rates rates, JsonObject result)
            throws InterruptedException, BadImageException {
        LocalConfig chosen = config.withProcesses(ServiceKind.AUGMENT, workers);
        try (LocalSystem system = LocalSystem.start(chosen)) {
            Endpoints endpoints = system.endpoints();
            SystemClient client = SystemClient.of(endpoints);
            BenchBatches batches = new BenchBatches(DATASET, wells(client), BATCH, SIDE);
            Duration duration = Duration.ofSeconds(plan.seconds());
            CpuTime used;
            try (BatchConsumer consumer =
                    new BatchConsumer(client, batches, "plane-" + workers + "-" + round, workers)) {
                consumer.consume(WARM_UP);
                long before = workerNanos(endpoints);
                long othersBefore = nanosOf(ProcessHandle.current());
                BatchConsumer.Pace consumed = consumer.consume(duration);
                double perSample = 1e-6 / consumed.samples();
                used = new CpuTime(
                        (workerNanos(endpoints) - before) * perSample,
                        (nanosOf(ProcessHandle.current()) - othersBefore) * perSample);
                rates.add("plane_" + workers, consumed.perSecond());
            }
            DirectBatches direct = new DirectBatches(batches, batches.images(client), workers);
            direct.make(WARM_UP);
            rates.add("direct_" + workers, direct.make(duration));
            result.addProperty("batch_bytes", direct.newestSize());
            return used;
        }
    }

    private static Collection<WellIngested> wells(SystemClient client) {
        String prefix = MessageKeys.dataset(DATASET);
        return client.table(Topics.WELLS, key -> key.startsWith(prefix)).values();
    }

    /** The CPU time of the workers so far. */
    private static long workerNanos(Endpoints endpoints) {
        return endpoints.services().entrySet().stream()
                .filter(service -> service.getKey().startsWith(ServiceKind.AUGMENT.label()))
                .flatMap(service -> ProcessHandle.of(service.getValue().pid()).stream())
                .mapToLong(PlaneBench::nanosOf)
                .sum();
    }

    private static long nanosOf(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    private void dataLoader(Path screen, Rates rates) throws IOException, InterruptedException {
        String python = plan.python();
        if (python != null) {
            PeerRun.Result peers = plan.peer(python, "plane_pytorch.py")
                    .run(List.of("--images", screen.toString(), "--seconds", String.valueOf(plan.seconds())));
            peers.perSecond().forEach(rates::add);
            peers.missing().forEach(say);
        }
    }

    private void report(int workers, List<CpuTime> times, JsonObject result) {
        Rates.Spread worker =
                Rates.Spread.of(times.stream().map(CpuTime::workers).toList());
        Rates.Spread others =
                Rates.Spread.of(times.stream().map(CpuTime::others).toList());
        result.addProperty("worker_cpu_ms_per_sample_" + workers, Rates.rounded(worker.median()));
        result.addProperty("others_cpu_ms_per_sample_" + workers, Rates.rounded(others.median()));
        say.accept(String.format(
                Locale.ROOT,
                "%d workers use %.2f ms of CPU time per sample (%.2f to %.2f); broker, store and consumer %.2f (%.2f to %.2f)",
                workers,
                worker.median(),
                worker.low(),
                worker.high(),
                others.median(),
                others.low(),
                others.high()));
    }

    private void report(Machine machine, Rates rates, JsonObject result) {
        for (int workers : WORKERS) {
            Rates.Spread share = rates.ratio("plane_" + workers, "direct_" + workers);
            result.addProperty("share_of_direct_calls_" + workers, Rates.rounded(share.median()));
            say.accept(String.format(
                    Locale.ROOT,
                    "%d workers give %.2f of direct calls in %d threads (%.2f to %.2f)",
                    workers,
                    share.median(),
                    workers,
                    share.low(),
                    share.high()));
        }
        Rates.Spread scaling = rates.ratio("plane_2", "plane_1");
        result.addProperty("two_workers_over_one", Rates.rounded(scaling.median()));
        say.accept(String.format(
                Locale.ROOT,
                "2 workers over 1: %.2f (%.2f to %.2f); broker, store and consumer use the same %d cores",
                scaling.median(),
                scaling.low(),
                scaling.high(),
                Runtime.getRuntime().availableProcessors()));
        rates.lines().forEach(say);
        say.accept(machine.line());
        result.addProperty("batch", BATCH);
        result.addProperty("side", SIDE);
        result.addProperty("rounds", plan.rounds());
        machine.addTo(result);
        result.add("rates", rates.json());
    }
}
