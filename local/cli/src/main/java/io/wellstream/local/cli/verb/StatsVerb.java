package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.DataSets;
import io.wellstream.local.cli.client.SystemClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the statistics of every image of a data set, in RxRx1's published columns. */
@Command(
        name = "stats",
        description = "Write mean, median, minimum, maximum and SD of every image as CSV.",
        footer = {"", "Example:", "  ./wellstream stats --dataset demo --out pixel_stats.csv"})
public final class StatsVerb extends DataSetVerb {
    @Option(names = "--out", paramLabel = "FILE", description = "The CSV file. Default: standard output.")
    private @Nullable Path out;

    @Mixin
    private final ForceOption force = new ForceOption();

    @Override
    public Integer call() {
        if (out != null) {
            force.files().require(List.of(out));
        }
        SystemClient client = client();
        String path = "/v1/datasets/" + dataset() + "/stats";
        String csv =
                DataSets.explaining(client, dataset(), () -> client.ingestApi().text(path));
        if (out == null) {
            out().print(csv);
            out().flush();
        } else {
            force.files().write(Map.of(out, csv.getBytes(StandardCharsets.UTF_8)));
            out().printf("%,d images in %s%n", csv.lines().count() - 1, out);
        }
        return 0;
    }
}
