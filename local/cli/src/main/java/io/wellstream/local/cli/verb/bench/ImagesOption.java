package io.wellstream.local.cli.verb.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The images that a measurement reads. */
final class ImagesOption {
    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "A folder of 8-bit grey PNG files, six for each site in the order of their names. Default:"
                    + " simulated images of 512 px.")
    private @Nullable Path images;

    /** Null for simulated images. */
    @Nullable
    Path folder() {
        return images;
    }
}
