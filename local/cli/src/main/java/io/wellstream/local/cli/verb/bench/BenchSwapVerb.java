package io.wellstream.local.cli.verb.bench;

import com.google.gson.JsonObject;
import io.wellstream.local.cli.bench.ScorerBenchmark;
import io.wellstream.local.cli.terminal.UserError;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the scorer while its model changes. */
@Command(
        name = "swap",
        description = {
            "Measure the scorer while the served model changes.",
            "A temporary system is set up and deleted afterwards. Its scorer keeps one model in memory, so that each change loads a model"
                    + " and frees another. Latency and memory are measured in ten parts of equal length: the first and the last"
                    + " should be alike."
        },
        footer = {"", "Example:", "  ./wellstream bench swap --swaps 200 --json"})
final class BenchSwapVerb extends MeasuringVerb {
    private static final int PARTS = 10;

    @Option(
            names = "--swaps",
            paramLabel = "N",
            description = "Changes of the served model. Default: ${DEFAULT-VALUE}.")
    private int swaps = 200;

    @Option(
            names = "--every",
            paramLabel = "MILLISECONDS",
            description = "The time between two changes. Default: ${DEFAULT-VALUE}.")
    private int every = 1_000;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "Seconds under load before measuring. Default: ${DEFAULT-VALUE}.")
    private int warmUp = 60;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (swaps < PARTS || every < 1 || warmUp < 0) {
            throw new UserError("--swaps " + swaps + " --every " + every + " --warm-up " + warmUp
                    + "; expected at least " + PARTS + " swaps, a millisecond apart");
        }
        Duration pause = Duration.ofMillis(every);
        JsonObject result = new ScorerBenchmark(pause, Duration.ofSeconds(warmUp), this::say).swaps(swaps, pause);
        return end(result);
    }
}
