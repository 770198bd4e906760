package io.wellstream.local.cli.verb;

import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.local.cli.client.Submissions;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.screen.GroupFiles;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.SiteRule;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.SubmissionResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        description = "Score all test rows of a data set, write the submission CSV, and say what it is worth.",
        footer = {
            "",
            "Example: wellstream submit --dataset demo --out submission.csv",
            "         wellstream submit --dataset demo --views 8 --design-prior --report submission.html"
        })
public final class SubmitVerb implements Callable<Integer> {
    private static final Map<String, SiteRule> RULES = Map.of(
            "mean-log-probability", SiteRule.SITE_RULE_MEAN_LOG_PROBABILITY,
            "mean-probability", SiteRule.SITE_RULE_MEAN_PROBABILITY,
            "max-site", SiteRule.SITE_RULE_MAX_SITE);

    @Mixin
    private final SystemOption system = new SystemOption();

    @Option(names = "--dataset", required = true, description = "The data set whose test rows are scored.")
    private String dataset = "";

    @Option(
            names = "--out",
            defaultValue = "submission.csv",
            paramLabel = "FILE",
            description = "Where the CSV goes; its report as JSON goes beside it. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("submission.csv");

    @Option(names = "--experiment", description = "Only this experiment's rows; may be repeated. Default: all.")
    private List<String> experiments = List.of();

    @Option(
            names = "--missing",
            paramLabel = "LABEL",
            description = "Fill rows that no model can score with this label; they are counted. Default: an error.")
    private @Nullable String missing;

    @Option(
            names = "--views",
            defaultValue = "1",
            paramLabel = "1|4|8",
            description = "Flips and turns of each site that are scored and averaged; costs as many times more."
                    + " Default: ${DEFAULT-VALUE}.")
    private int views = 1;

    @Option(
            names = "--site-rule",
            defaultValue = "mean-log-probability",
            paramLabel = "RULE",
            description = "How sites become a well: mean-log-probability, mean-probability or max-site."
                    + " Default: ${DEFAULT-VALUE}.")
    private String siteRule = "mean-log-probability";

    @Option(
            names = "--adabn",
            description = "Score each experiment with batch-norm statistics of its own wells instead of those of"
                    + " training. Scores every well once more, to show what that changed.")
    private boolean adaptToExperiments;

    @Option(
            names = "--design-prior",
            description = "Label each experiment's wells together: every treatment as often as the screen declares.")
    private boolean designPrior;

    @Option(
            names = "--groups",
            paramLabel = "FILE",
            description =
                    "CSV label,group: which treatments share a plate. Used by the design prior and for an estimate.")
    private @Nullable Path groups;

    @Option(
            names = "--plate-groups",
            paramLabel = "FILE",
            description =
                    "CSV experiment,plate,group: which plate holds which group. Default: inferred, and marked so.")
    private @Nullable Path plateGroups;

    @Option(
            names = "--min-confidence",
            paramLabel = "SHARE",
            description =
                    "Do not call rows below this confidence, from 0 to 1. The submission holds a label for them all the"
                            + " same; which are called stands in the .calls.csv beside it.")
    private double minConfidence;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Score the wells of known truth too, and write what the submission is worth as one page.")
    private @Nullable Path page;

    @Option(names = "--json", description = "End with one line of JSON: the files, the rows, and what it took.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        SystemClient services = system.services();
        SubmissionProgress last = Submissions.build(services, request());
        SubmissionResult result = last.getResult();
        Files.write(out, services.object(result.getCsv()));
        byte[] reported = services.object(result.getReport());
        Path report = beside(".report.json");
        Files.write(report, reported);
        PrintWriter terminal = Verb.out(spec);
        terminal.printf("%,d rows in %s, report in %s%n", result.getRows(), out, report);
        if (result.getFilled() > 0) {
            terminal.printf("%,d of them could not be scored and hold %s%n", result.getFilled(), missing);
        }
        if (minConfidence > 0) {
            Files.write(beside(".calls.csv"), services.object(result.getCalls()));
            terminal.printf("Which rows are called stands in %s%n", beside(".calls.csv"));
        }
        if (page != null) {
            Files.write(page, services.object(result.getHtml()));
            terminal.printf("What they are worth stands in %s%n", page);
        }
        new SubmissionSummary(parse(reported), terminal).print();
        SubmissionPace pace = SubmissionPace.of(last);
        terminal.println(pace);
        if (json) {
            JsonObject line = pace.json();
            line.addProperty("rows", result.getRows());
            line.addProperty("filled", result.getFilled());
            line.addProperty("csv", out.toString());
            line.addProperty("report", report.toString());
            terminal.println(line);
        }
        return 0;
    }

    private BuildSubmissionRequest request() throws IOException {
        SiteRule rule = RULES.get(siteRule);
        if (rule == null) {
            throw new UserError("--site-rule " + siteRule + "; expected one of "
                    + RULES.keySet().stream().sorted().toList());
        }
        if (plateGroups != null && groups == null) {
            throw new UserError("--plate-groups needs --groups, which says what the groups are");
        }
        BuildSubmissionRequest.Builder request = BuildSubmissionRequest.newBuilder()
                .setDataset(dataset)
                .addAllExperiments(experiments)
                .setSiteRule(rule)
                .setViews(views)
                .setAdaptToExperiments(adaptToExperiments)
                .setDesignPrior(designPrior)
                .setMinConfidence(minConfidence)
                .setEvaluate(page != null);
        if (missing != null) {
            request.setMissing(missing);
        }
        if (groups != null) {
            request.setGroups(GroupFiles.read(groups, plateGroups));
        }
        return request.build();
    }

    private Path beside(String ending) {
        return out.resolveSibling(out.getFileName() + ending);
    }

    private static SubmissionReport parse(byte[] json) {
        SubmissionReport.Builder report = SubmissionReport.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(new String(json, StandardCharsets.UTF_8), report);
        } catch (InvalidProtocolBufferException e) {
            throw new UserError("the submission's report is not one: " + e.getMessage(), e);
        }
        return report.build();
    }
}
