package io.wellstream.local.cli.verb;

import io.wellstream.imaging.screen.DatasetId;
import picocli.CommandLine.Option;

/** The required option {@code --dataset}. */
final class DataSetOption {
    @Option(names = "--dataset", required = true, paramLabel = "NAME", description = "The data set.")
    private String name = "";

    DatasetId id() {
        return new DatasetId(name);
    }
}
