package io.wellstream.local.cli.verb.bench;

import com.google.gson.JsonObject;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.local.cli.speed.PlaneBench;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures the way of batches to a trainer. */
@Command(
        name = "plane",
        description = {
            "Measure how fast batches reach a trainer that computes nothing.",
            "Starts a temporary system with a simulated screen of 512 px. Batches of 32 samples at 224 px are requested"
                    + " through Kafka, made by one and by two workers of one thread, and fetched from the store. The same"
                    + " batches are then made by direct calls; with --python, a PyTorch DataLoader with two workers reads"
                    + " the PNG files.",
            "Each way is warmed up for 30 s before it is measured, so a round takes some minutes."
        },
        footer = {"", "Example:", "  ./wellstream bench plane --seconds 10 --json"})
final class BenchPlaneVerb extends MeasuringVerb {
    @Mixin
    private SpeedOptions options = new SpeedOptions();

    @Override
    public Integer call() throws IOException, InterruptedException, BadImageException {
        JsonObject result = new PlaneBench(options.plan(null), this::say).measure();
        return end(result);
    }
}
