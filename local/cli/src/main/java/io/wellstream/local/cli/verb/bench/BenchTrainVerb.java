package io.wellstream.local.cli.verb.bench;

import com.google.gson.JsonObject;
import io.wellstream.local.cli.bench.TrainingEngine;
import io.wellstream.local.cli.bench.TrainingEngine.Choice;
import io.wellstream.local.cli.bench.TrainingEngine.NetworkShape;
import io.wellstream.local.cli.bench.TrainingEngine.Speed;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.cli.verb.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the speed of training, engine by engine. */
@Command(
        name = "train",
        description = {
            "Measure the speed of training on noise, engine by engine.",
            "Each line is a separate process. Samples per second: the median over the steps and the quartiles.",
            "Of peak: the multiply-adds per second as a share of those of a large matrix product by libtorch.",
            "benchmarks/train_pytorch.py measures the same networks in PyTorch."
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream bench train --network six-branch --engine dl4j,torch --json",
            "  ./wellstream bench train --engine torch --precision bf16"
        })
final class BenchTrainVerb extends Verb {
    @Option(
            names = "--network",
            split = ",",
            defaultValue = "stacked-resnet",
            description =
                    "stacked-resnet, densenet, vgg-composite or six-branch, with a depth if it is not the default:"
                            + " stacked-resnet:50. Default: ${DEFAULT-VALUE}.")
    private List<String> networks = List.of();

    @Option(
            names = "--side",
            split = ",",
            defaultValue = "128",
            description = "Pixels of the side of an image. Default: ${DEFAULT-VALUE}.")
    private List<Integer> sides = List.of();

    @Mixin
    private ShapeOptions shape = new ShapeOptions();

    @Option(
            names = "--engine",
            split = ",",
            defaultValue = "dl4j,torch",
            description = "dl4j or torch. Default: ${DEFAULT-VALUE}.")
    private List<String> engines = List.of();

    @Option(
            names = "--precision",
            split = ",",
            defaultValue = "float32",
            description = "float32, or bf16 or fp16 with engine torch. Default: ${DEFAULT-VALUE}.")
    private List<String> precisions = List.of();

    @Option(names = "--device", defaultValue = "cpu", description = "cpu, cuda or cuda:N. Default: ${DEFAULT-VALUE}.")
    private String device = "cpu";

    @Option(names = "--seconds", defaultValue = "20", description = "Seconds per line. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--json", description = "Print a line of JSON for each measurement instead of the table.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        shape.requireValid();
        if (seconds < 1) {
            throw new UserError("--seconds must be 1 or more");
        }
        if (!json) {
            say("| network | side | batch | engine | samples/s | quartiles | of peak | peak memory |");
            say("| --- | --- | --- | --- | --- | --- | --- | --- |");
        }
        for (String network : networks) {
            for (int side : sides) {
                for (String engine : engines) {
                    for (String precision : precisions) {
                        measure(shape.of(network, side), engine, precision);
                    }
                }
            }
        }
        return 0;
    }

    private void measure(NetworkShape network, String engine, String precision)
            throws IOException, InterruptedException {
        if (!precision.equals("float32") && !engine.equals("torch")) {
            return; // has no other
        }
        Speed speed = TrainingEngine.ofTheProject(new Choice(engine, precision, device))
                .training(network, shape.batch(), Duration.ofSeconds(seconds));
        say(json ? json(network, engine, precision, speed).toString() : row(network, engine, precision, speed));
    }

    private JsonObject json(NetworkShape network, String engine, String precision, Speed speed) {
        JsonObject line = new JsonObject();
        line.addProperty("network", network.name());
        line.addProperty("side", network.side());
        line.addProperty("batch", shape.batch());
        line.addProperty("engine", engine);
        line.addProperty("precision", precision);
        line.addProperty("device", device);
        line.addProperty("samples_per_s", speed.samples());
        line.addProperty("samples_per_s_low", speed.low());
        line.addProperty("samples_per_s_high", speed.high());
        line.addProperty("multiply_adds_per_s_billions", speed.multiplyAdds());
        if (!Double.isNaN(speed.utilisation())) {
            line.addProperty("flop_utilization", speed.utilisation());
        }
        line.addProperty("peak_memory_mb", megabytes(speed.peakBytes()));
        line.addProperty("environment", speed.engine());
        return line;
    }

    private String row(NetworkShape network, String engine, String precision, Speed speed) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %d | %d | %s, %s | %.1f | %.1f to %.1f | %.0f %% | %,d MB |",
                network.name(),
                network.side(),
                shape.batch(),
                engine,
                precision,
                speed.samples(),
                speed.low(),
                speed.high(),
                100 * speed.utilisation(),
                megabytes(speed.peakBytes()));
    }

    private static long megabytes(long bytes) {
        return Math.round(bytes / 1e6);
    }

    private void say(String line) {
        out().println(line);
        out().flush();
    }
}
