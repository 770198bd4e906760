package io.wellstream.local.cli.verb;

import com.google.gson.JsonObject;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.ScreenArgument;
import io.wellstream.local.cli.link.UnreachableException;
import io.wellstream.local.cli.summary.IngestFindings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    @Mixin
    private final SystemOption system = new SystemOption();

    @Parameters(
            paramLabel = "SCREEN",
            description = "The screen's folder or .zip archive, at a path that the ingest service can read;"
                    + " or s3://BUCKET/PREFIX, if the service may read the bucket.")
    private String source = "";

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "The data set's name. Default: from the name of the folder or archive.")
    private @Nullable String dataset;

    @Option(
            names = "--verify",
            description = "Read all stored objects of the screen; restore damaged and missing ones from SOURCE.")
    private boolean verify;

    @Option(
            names = "--keep-gone",
            description = "Keep wells of the data set that the screen no longer has. Default: they are withdrawn; their"
                    + " images stay in the store.")
    private boolean keepGone;

    @Option(names = "--problems", paramLabel = "FILE", description = "Write the list of problems as JSON.")
    private @Nullable Path problems;

    @Mixin
    private final ForceOption force = new ForceOption();

    @Override
    public Integer call() throws InterruptedException {
        if (problems != null) {
            force.files().require(List.of(problems));
        }
        ScreenArgument screen = new ScreenArgument(source);
        DatasetId name = dataset == null ? screen.dataset() : new DatasetId(dataset);
        IngestJobs.Outcome outcome = ingested(screen, name);
        PrintWriter out = out();
        out.printf(
                "Data set %s: %,d of %,d wells ingested, %,d objects uploaded.%n",
                name, outcome.wells(), outcome.wellsExpected(), outcome.objectsPut());
        if (problems != null) {
            force.files().write(Map.of(problems, outcome.problems().toString().getBytes(StandardCharsets.UTF_8)));
        }
        JsonObject summary = new IngestJobs(system.client()).summary(outcome.job());
        IngestFindings.notes(summary).forEach(out::println);
        if (outcome.problems().isEmpty()) {
            return 0;
        }
        PrintWriter err = err();
        int count = outcome.problems().size();
        err.printf(
                "%,d problem%s%s:%n",
                count,
                count == 1 ? "" : "s",
                problems == null ? " (--problems FILE writes all of them)" : ", all of them in " + problems);
        IngestFindings.problems(summary).forEach(line -> err.println("  " + line));
        return 1;
    }

    private IngestJobs.Outcome ingested(ScreenArgument screen, DatasetId name) throws InterruptedException {
        try {
            return new IngestJobs(system.client()).run(name, screen.source(), new IngestJobs.Options(verify, keepGone));
        } catch (UnreachableException e) {
            throw e.advising("what is ingested stays; when the system runs again, the same command ingests the rest");
        }
    }
}
