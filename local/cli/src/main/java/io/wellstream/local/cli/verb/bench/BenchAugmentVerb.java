package io.wellstream.local.cli.verb.bench;

import com.google.gson.JsonObject;
import io.wellstream.local.cli.speed.AugmentBench;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures augmentation. */
@Command(
        name = "augment",
        description = {
            "Measure augmentation beside other libraries.",
            "Samples per second of CPU time in one thread, from decoded sites of six channels to the bytes of a batch, with policy"
                    + " recommended, under JMH, also for sites of 16 bits; with --python, OpenCV, torchvision and"
                    + " albumentations. Also bytes allocated for a sample."
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream bench augment --json",
            "  ./wellstream bench augment --images images --python venv/bin/python"
        })
final class BenchAugmentVerb extends MeasuringVerb {
    @Mixin
    private SpeedOptions options = new SpeedOptions();

    @Mixin
    private ImagesOption images = new ImagesOption();

    @Option(names = "--side", defaultValue = "224", description = "Of a sample in pixels. Default: ${DEFAULT-VALUE}.")
    private int side;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonObject result = new AugmentBench(options.plan(images.folder()), side, this::say).measure();
        return end(result);
    }
}
