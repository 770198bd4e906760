package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.DataSets;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.files.ParquetFile;
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
        description = "Write mean, median, minimum, maximum and SD of every image as a table.",
        footer = {
            "",
            "Examples:",
            "  ./wellstream stats --dataset demo --out pixel_stats.csv",
            "  ./wellstream stats --dataset demo --out pixel_stats.parquet"
        })
public final class StatsVerb extends DataSetVerb {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file, CSV or, if its name ends in .parquet, Parquet. Default: CSV on standard output.")
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
            byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
            force.files().write(Map.of(out, ParquetFile.isNamed(out) ? ParquetFile.ofCsv(bytes) : bytes));
            out().printf("%,d images in %s%n", csv.lines().count() - 1, out);
        }
        return 0;
    }
}
