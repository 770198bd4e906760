package io.wellstream.local.cli.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the statistics of every image of a data set, in RxRx1's published columns. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = "Write mean, median, min, max and SD of every image, as CSV.",
        footer = {"", "Example: wellstream stats --dataset demo --out pixel_stats.csv"})
public final class StatsVerb implements Callable<Integer> {
    @Mixin
    private final SystemOption system = new SystemOption();

    @Option(names = "--dataset", required = true, description = "The data set.")
    private String dataset = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where the CSV goes. Default: standard output.")
    private @Nullable Path out;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String csv = system.services().ingestApi().text("/v1/datasets/" + dataset + "/stats");
        if (out == null) {
            Verb.out(spec).print(csv);
            Verb.out(spec).flush();
        } else {
            Files.writeString(out, csv);
            Verb.out(spec).printf("%,d images in %s%n", csv.lines().count() - 1, out);
        }
        return 0;
    }
}
