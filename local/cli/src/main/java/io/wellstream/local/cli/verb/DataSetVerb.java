package io.wellstream.local.cli.verb;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.SystemClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A verb that uses a data set of a running system. */
abstract class DataSetVerb extends Verb {
    @Mixin
    private final SystemOption system = new SystemOption();

    @Option(names = "--dataset", required = true, paramLabel = "NAME", description = "The data set.")
    private String dataset = "";

    final SystemClient client() {
        return system.client();
    }

    final DatasetId dataset() {
        return new DatasetId(dataset);
    }
}
