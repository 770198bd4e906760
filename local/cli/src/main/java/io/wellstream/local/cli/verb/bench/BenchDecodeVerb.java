package io.wellstream.local.cli.verb.bench;

import com.google.gson.JsonObject;
import io.wellstream.local.cli.speed.DecodeBench;
import io.wellstream.local.cli.verb.Verb;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
final class BenchDecodeVerb extends Verb {
    @Mixin
    private SpeedOptions options = new SpeedOptions();

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "A folder of 8-bit grey PNG files, six for each site in the order of their names. Default:"
                    + " simulated images of 512 px.")
    private @Nullable Path images;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonObject result = new DecodeBench(options.plan(images), this::say).measure();
        if (options.json()) {
            say(result.toString());
        }
        return 0;
    }

    private void say(String line) {
        out().println(line);
        out().flush();
    }
}
