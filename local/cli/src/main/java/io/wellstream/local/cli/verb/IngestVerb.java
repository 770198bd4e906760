package io.wellstream.local.cli.verb;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.link.UnreachableException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the ingest service check and upload a screen. */
@Command(
        name = "ingest",
        description = {
            "Check a screen and upload it.",
            "Running it again uploads only what is missing. The exit code is 1 if the screen has problems; the rest of it"
                    + " is ingested all the same."
        },
        footer = {"", "Example:", "  ./wellstream ingest /data/rxrx1 --dataset rxrx1"})
public final class IngestVerb extends Verb {
    private static final int SHOWN_PROBLEMS = 20;

    @Mixin
    private final SystemOption system = new SystemOption();

    @Parameters(
            paramLabel = "SCREEN",
            description = "The screen's folder or .zip archive, at a path that the ingest service can read.")
    private Path source = Path.of("");

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "The data set's name. Default: from the name of the folder or archive.")
    private @Nullable String dataset;

    @Option(names = "--verify", description = "Also check the stored objects of unchanged wells.")
    private boolean verify;

    @Option(names = "--problems", paramLabel = "FILE", description = "Write the list of problems as JSON.")
    private @Nullable Path problems;

    @Mixin
    private final ForceOption force = new ForceOption();

    @Override
    public Integer call() throws InterruptedException {
        if (problems != null) {
            force.files().require(List.of(problems));
        }
        DatasetId name = dataset == null
                ? DatasetId.fromFile(
                        source.toAbsolutePath().normalize().getFileName().toString())
                : new DatasetId(dataset);
        IngestJobs.Outcome outcome = ingested(name);
        PrintWriter out = out();
        out.printf(
                "Data set %s: %,d of %,d wells ingested, %,d objects uploaded.%n",
                name, outcome.wells(), outcome.wellsExpected(), outcome.objectsPut());
        if (problems != null) {
            force.files().write(Map.of(problems, outcome.problems().toString().getBytes(StandardCharsets.UTF_8)));
        }
        if (outcome.problems().isEmpty()) {
            return 0;
        }
        print(outcome.problems(), err());
        return 1;
    }

    private IngestJobs.Outcome ingested(DatasetId name) throws InterruptedException {
        try {
            return new IngestJobs(system.client()).run(name, source.toAbsolutePath(), verify);
        } catch (UnreachableException e) {
            throw e.advising("what is ingested stays; when the system runs again, the same command ingests the rest");
        }
    }

    private void print(JsonArray found, PrintWriter err) {
        err.printf("%,d problem%s:%n", found.size(), found.size() == 1 ? "" : "s");
        for (JsonElement problem : found.asList().subList(0, Math.min(SHOWN_PROBLEMS, found.size()))) {
            err.println("  " + line(problem.getAsJsonObject()));
        }
        if (found.size() > SHOWN_PROBLEMS) {
            err.printf(
                    "  … and %,d more%s%n",
                    found.size() - SHOWN_PROBLEMS, problems == null ? " (see --problems)" : " in " + problems);
        }
    }

    /** E.g. {@code train/HUVEC-01/Plate1/B03_s2_w4.png, HUVEC-01/1/B03, train.csv row 7: 16 bits a pixel; expected 8}. */
    private static String line(JsonObject problem) {
        String metadata = text(problem, "metadata");
        String row = problem.get("row").getAsLong() == 0 ? "" : metadata + " row " + text(problem, "row");
        String file = text(problem, "file").equals(metadata) ? "" : text(problem, "file");
        String where = Stream.of(file, text(problem, "well"), row)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        String expected = text(problem, "expected");
        return (where.isEmpty() ? "" : where + ": ")
                + text(problem, "problem")
                + (expected.isEmpty() ? "" : "; expected " + expected);
    }

    private static String text(JsonObject problem, String name) {
        return problem.get(name).getAsString();
    }
}
