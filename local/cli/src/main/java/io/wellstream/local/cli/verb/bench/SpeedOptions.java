package io.wellstream.local.cli.verb.bench;

import io.wellstream.local.cli.speed.SpeedPlan;
import io.wellstream.local.launcher.LocalConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the measurements of pixels have in common. */
final class SpeedOptions {
    @Option(
            names = "--python",
            paramLabel = "PROGRAM",
            description = "Measure other libraries too, with the scripts in benchmarks/, which name what they need.")
    private @Nullable String python;

    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "2",
            description = "Seconds of each measurement. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    SpeedPlan plan(@Nullable Path images) {
        return new SpeedPlan(LocalConfig.builtProject(), images, python, rounds, seconds);
    }
}
