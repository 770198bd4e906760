package io.wellstream.local.cli.verb.bench;

import io.wellstream.local.cli.bench.TrainingEngine;
import io.wellstream.local.cli.bench.TrainingEngine.Memory;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.cli.verb.Verb;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares the forecasts of a trainer's memory with what training takes. */
@Command(
        name = "memory",
        description = {
            "Compare the forecast of a trainer's memory with what training takes.",
            "Each line is a separate process that trains on noise. A batch that does not",
            "fit into this machine is made smaller."
        },
        footer = {"", "Example:", "  ./wellstream bench memory --network six-branch --side 224"})
final class BenchMemoryVerb extends Verb {
    @Option(
            names = "--network",
            split = ",",
            defaultValue = "stacked-resnet,six-branch",
            description = "Names, or names with a depth: stacked-resnet:18. Default: ${DEFAULT-VALUE}.")
    private List<String> networks = List.of();

    @Option(
            names = "--side",
            split = ",",
            defaultValue = "128,224,512",
            description = "Pixels of the side of an image. Default: ${DEFAULT-VALUE}.")
    private List<Integer> sides = List.of();

    @Option(names = "--engine", defaultValue = "dl4j", description = "dl4j or torch. Default: ${DEFAULT-VALUE}.")
    private String engine = "dl4j";

    @Mixin
    private ShapeOptions shape = new ShapeOptions();

    @Option(
            names = "--steps",
            defaultValue = "13",
            description = "Training steps; the engine settles after about ten. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--adaptation",
            defaultValue = "none",
            description = "none, or adabn: batch norms are measured on batches of up to 64. Default: ${DEFAULT-VALUE}.")
    private String adaptation = "none";

    @Override
    public Integer call() throws IOException, InterruptedException {
        shape.requireValid();
        if (steps < 1) {
            throw new UserError("--steps must be 1 or more");
        }
        TrainingEngine trainer = TrainingEngine.ofTheProject(new TrainingEngine.Choice(engine, "float32", "cpu"));
        out().println(
                        "| network | side | batch | forecast: outside the heap, in it | measured | forecast / measured |");
        out().println("| --- | --- | --- | --- | --- | --- |");
        for (String network : networks) {
            for (int side : sides) {
                Memory memory = trainer.memory(shape.of(network, side), shape.batch(), steps, adaptation);
                out().printf(
                                Locale.ROOT,
                                "| `%s` | %d | %d | %,d MB, %,d MB | %,d MB | %.2f |%n",
                                network,
                                side,
                                memory.batch(),
                                megabytes(memory.outside()),
                                megabytes(memory.heap()),
                                megabytes(memory.measured()),
                                memory.ratio());
                out().flush();
            }
        }
        return 0;
    }

    private static long megabytes(long bytes) {
        return Math.round(bytes / 1e6);
    }
}
