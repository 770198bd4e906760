package io.wellstream.local.cli.verb.bench;

import io.wellstream.local.cli.bench.TrainingEngine.NetworkShape;
import io.wellstream.local.cli.terminal.UserError;
import picocli.CommandLine.Option;

/** What the measurements of training have in common: images of six channels, the size of a batch, the number of classes. */
final class ShapeOptions {
    private static final int CHANNELS = 6;

    @Option(names = "--batch", defaultValue = "32", description = "Samples per batch. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--classes", defaultValue = "1108", description = "Default: ${DEFAULT-VALUE}.")
    private int classes;

    void requireValid() {
        if (batch < 2 || classes < 2) {
            throw new UserError("--batch and --classes must be 2 or more");
        }
    }

    int batch() {
        return batch;
    }

    /** @param side of an image, in pixels */
    NetworkShape of(String network, int side) {
        return new NetworkShape(network, CHANNELS, side, classes);
    }
}
