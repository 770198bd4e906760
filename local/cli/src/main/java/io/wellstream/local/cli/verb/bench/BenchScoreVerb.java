package io.wellstream.local.cli.verb.bench;

import com.google.gson.JsonObject;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.bench.ScorerBenchmark;
import io.wellstream.local.cli.client.DataSets;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.cli.verb.SystemOption;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the scorer. */
@Command(
        name = "score",
        description = {
            "Measure the scorer's latency and throughput over gRPC.",
            "Latency is measured at 1, 8 and 64 concurrent calls and at half load; throughput is compared with ONNX Runtime"
                    + " called directly in the same minutes. An image is a site with all its channels. Each call asks for"
                    + " one well.",
            "Without --dataset, a temporary system is set up and deleted afterwards, and three more measurements are made:"
                    + " the training engine, the scorer without batches, and the scorer while the served model changes every"
                    + " second."
        },
        footer = {"", "Example:", "  ./wellstream bench score --json"})
final class BenchScoreVerb extends MeasuringVerb {
    @Mixin
    private final SystemOption running = new SystemOption();

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "Measure a running system with this data set's wells and served model.")
    private @Nullable String dataset;

    @Option(names = "--seconds", paramLabel = "N", description = "Duration of each phase. Default: ${DEFAULT-VALUE}.")
    private int seconds = 5;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "Seconds under load before measuring. Default: ${DEFAULT-VALUE}.")
    private int warmUp = 60;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1 || warmUp < 0) {
            throw new UserError(
                    "--seconds " + seconds + " --warm-up " + warmUp + "; expected a phase of at least one second");
        }
        ScorerBenchmark benchmark =
                new ScorerBenchmark(Duration.ofSeconds(seconds), Duration.ofSeconds(warmUp), this::say);
        JsonObject result =
                dataset == null ? benchmark.onTemporarySystem() : running(benchmark, new DatasetId(dataset));
        return end(result);
    }

    private JsonObject running(ScorerBenchmark benchmark, DatasetId measured) throws IOException, InterruptedException {
        SystemClient client = running.client();
        DataSets.read(client).require(measured);
        return benchmark.measure(client, measured);
    }
}
