package io.wellstream.local.cli.verb.bench;

import com.google.gson.JsonObject;
import io.wellstream.local.cli.speed.DecodeBench;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures the decoding of PNG files. */
@Command(
        name = "decode",
        description = {
            "Measure the decoding of PNG files beside other libraries.",
            "Images per second of CPU time in one thread: our decoder, Java's ImageIO, and inflating alone, under JMH; with --python,"
                    + " Pillow and OpenCV. The rounds alternate between them. Medians with the smallest and largest round."
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream bench decode --json",
            "  ./wellstream bench decode --images images --python venv/bin/python"
        })
final class BenchDecodeVerb extends MeasuringVerb {
    @Mixin
    private SpeedOptions options = new SpeedOptions();

    @Mixin
    private ImagesOption images = new ImagesOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonObject result = new DecodeBench(options.plan(images.folder()), this::say).measure();
        return end(result);
    }
}
