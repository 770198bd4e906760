package io.wellstream.local.cli;

import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has the scorer build a submission, and brings it here. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = "Score all test rows of a data set and write the submission CSV.",
        footer = {"", "Example: wellstream submit --dataset demo --out submission.csv"})
final class SubmitVerb implements Callable<Integer> {
    @Mixin
    private final SystemOption system = new SystemOption();

    @Option(names = "--dataset", required = true, description = "The data set whose test rows are scored.")
    private String dataset = "";

    @Option(
            names = "--out",
            defaultValue = "submission.csv",
            paramLabel = "FILE",
            description = "Where the CSV goes; its report goes beside it. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("submission.csv");

    @Option(names = "--experiment", description = "Only this experiment's rows; may be repeated. Default: all.")
    private List<String> experiments = List.of();

    @Option(
            names = "--missing",
            paramLabel = "LABEL",
            description = "Fill rows that no model can score with this label; they are counted. Default: an error.")
    private @Nullable String missing;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        BuildSubmissionRequest.Builder request =
                BuildSubmissionRequest.newBuilder().setDataset(dataset).addAllExperiments(experiments);
        if (missing != null) {
            request.setMissing(missing);
        }
        Services services = system.services();
        SubmissionResult result = build(services, request.build());
        Files.write(out, services.object(result.getCsv()));
        Path report = out.resolveSibling(out.getFileName() + ".report.json");
        Files.write(report, services.object(result.getReport()));
        PrintWriter terminal = Verb.out(spec);
        terminal.printf("%,d rows in %s, report in %s%n", result.getRows(), out, report);
        if (result.getFilled() > 0) {
            terminal.printf("%,d of them could not be scored and hold %s%n", result.getFilled(), missing);
        }
        return 0;
    }

    /** Streams the scorer's progress to the terminal until the result comes. */
    static SubmissionResult build(Services services, BuildSubmissionRequest request) {
        try (ScorerClient scorer = services.scorer();
                Progress progress = Progress.of("Scoring", "wells")) {
            SubmissionProgress last =
                    scorer.buildSubmission(request, step -> progress.at(step.getWellsDone(), step.getWellsTotal()));
            progress.finish(String.format("%,d wells", last.getResult().getRows()));
            return last.getResult();
        }
    }
}
