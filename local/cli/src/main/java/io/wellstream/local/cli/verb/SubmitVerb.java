package io.wellstream.local.cli.verb;

import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.local.cli.client.DataSets;
import io.wellstream.local.cli.client.Submissions;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.files.PictureFile;
import io.wellstream.local.cli.files.PlateGroupFiles;
import io.wellstream.local.cli.link.UnreachableException;
import io.wellstream.local.cli.picture.ConfusionPicture;
import io.wellstream.local.cli.summary.SubmissionPace;
import io.wellstream.local.cli.summary.SubmissionSummary;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.KnownTruth;
import io.wellstream.proto.v1.SiteRule;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.SubmissionResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the scorer build a submission and downloads it. */
@Command(
        name = "submit",
        description = {
            "Score all test rows of a data set and write the submission.",
            "Shows what is known about its accuracy, and writes a report as JSON next to the CSV."
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream submit --dataset demo --out submission.csv",
            "  ./wellstream submit --dataset demo --views 8 --design-prior --report best.html"
        })
public final class SubmitVerb extends DataSetVerb {
    private static final Map<String, SiteRule> RULES = Map.of(
            "mean-log-probability", SiteRule.SITE_RULE_MEAN_LOG_PROBABILITY,
            "mean-probability", SiteRule.SITE_RULE_MEAN_PROBABILITY,
            "max-site", SiteRule.SITE_RULE_MAX_SITE);

    @Option(names = "--out", paramLabel = "FILE", description = "The CSV file. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("submission.csv");

    @Option(
            names = "--experiment",
            paramLabel = "NAME",
            description = "Score only this experiment; may be repeated. Default: all.")
    private List<String> experiments = List.of();

    @Option(
            names = "--missing",
            description = "Label for rows that no model can score. Default: such rows are an error.")
    private @Nullable String missing;

    @Option(
            names = "--views",
            description = "Score 1, 4 or 8 flips and rotations of each site. Default: ${DEFAULT-VALUE}.")
    private int views = 1;

    @Option(
            names = "--site-rule",
            paramLabel = "RULE",
            description = "How sites become a well: mean-log-probability (default), mean-probability or max-site.")
    private String siteRule = "mean-log-probability";

    @Option(
            names = "--adabn",
            description = "Score each experiment with batch-norm statistics of its own wells instead of those of the"
                    + " training wells. Scores every well twice, to show the difference.")
    private boolean adaptToExperiments;

    @Option(
            names = "--design-prior",
            description =
                    "Label the wells of an experiment together: each treatment as often as in the screen's design.")
    private boolean designPrior;

    @Option(
            names = "--groups",
            paramLabel = "FILE",
            description =
                    "CSV with columns label,group: which treatments share a plate. Used by the design prior and for"
                            + " an estimate of accuracy.")
    private @Nullable Path groups;

    @Option(
            names = "--plate-groups",
            paramLabel = "FILE",
            description = "CSV with columns experiment,plate,group: which plate holds which group. Default: inferred.")
    private @Nullable Path plateGroups;

    @Option(
            names = "--min-confidence",
            paramLabel = "SHARE",
            description =
                    "Do not call rows below this confidence, from 0 to 1. All rows still have labels; a CSV next to"
                            + " the submission says which are called.")
    private double minConfidence;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Also score the wells whose labels are known, and write an evaluation as one page.")
    private @Nullable Path page;

    @Option(
            names = "--controls-picture",
            paramLabel = "FILE",
            description =
                    "Also score the wells whose labels are known, and draw which controls are taken for which (.png, .jpg).")
    private @Nullable Path controlsPicture;

    @Mixin
    private final ForceOption force = new ForceOption();

    @Option(names = "--json", description = "End with one line of JSON: files, rows and time.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        force.files().require(outputs());
        Optional<PictureFile> picture =
                Optional.ofNullable(controlsPicture).map(path -> PictureFile.of(path, force.files()));
        SystemClient client = client();
        BuildSubmissionRequest request = request();
        SubmissionProgress last = DataSets.explaining(client, dataset(), () -> build(client, request));
        SubmissionResult result = last.getResult();
        byte[] reported = client.object(result.getReport());
        force.files().write(contents(client, result, reported));
        PrintWriter terminal = out();
        terminal.printf("%,d rows in %s, report in %s%n", result.getRows(), out, reportFile());
        if (result.getFilled() > 0) {
            terminal.printf("%,d of them could not be scored and have the label %s%n", result.getFilled(), missing);
        }
        if (minConfidence > 0) {
            terminal.printf("Which rows are called: %s%n", callsFile());
        }
        if (page != null) {
            terminal.printf("Evaluation in %s%n", page);
        }
        SubmissionReport report = parse(reported);
        new SubmissionSummary(report, terminal).print();
        picture.ifPresent(file -> draw(report, file));
        SubmissionPace pace = SubmissionPace.of(last);
        terminal.println(pace);
        if (json) {
            JsonObject line = pace.json();
            line.addProperty("rows", result.getRows());
            line.addProperty("filled", result.getFilled());
            line.addProperty("csv", out.toString());
            line.addProperty("report", reportFile().toString());
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
            throw new UserError("--plate-groups needs --groups, which defines the groups");
        }
        BuildSubmissionRequest.Builder request = BuildSubmissionRequest.newBuilder()
                .setDataset(dataset().name())
                .addAllExperiments(experiments)
                .setSiteRule(rule)
                .setViews(views)
                .setAdaptToExperiments(adaptToExperiments)
                .setDesignPrior(designPrior)
                .setMinConfidence(minConfidence)
                .setEvaluate(page != null || controlsPicture != null);
        if (missing != null) {
            request.setMissing(missing);
        }
        if (groups != null) {
            request.setGroups(PlateGroupFiles.read(groups, plateGroups));
        }
        return request.build();
    }

    private static SubmissionProgress build(SystemClient client, BuildSubmissionRequest request) {
        try {
            return Submissions.build(client, request);
        } catch (UnreachableException e) {
            throw e.advising("when it runs again, the same command continues with the experiments that are scored");
        }
    }

    private List<Path> outputs() {
        List<Path> files = new ArrayList<>(List.of(out, reportFile()));
        if (minConfidence > 0) {
            files.add(callsFile());
        }
        if (page != null) {
            files.add(page);
        }
        return files;
    }

    private Map<Path, byte[]> contents(SystemClient client, SubmissionResult result, byte[] reported) {
        Map<Path, byte[]> contents = new LinkedHashMap<>();
        contents.put(out, client.object(result.getCsv()));
        contents.put(reportFile(), reported);
        if (minConfidence > 0) {
            contents.put(callsFile(), client.object(result.getCalls()));
        }
        if (page != null) {
            contents.put(page, client.object(result.getHtml()));
        }
        return contents;
    }

    private void draw(SubmissionReport report, PictureFile file) {
        List<KnownTruth> controls = report.getKnownList().stream()
                .filter(set -> set.getConfusionCount() > 0)
                .toList();
        if (controls.isEmpty()) {
            throw new UserError(
                    "no control has a known label that the served models predict, so there is nothing to draw in "
                            + controlsPicture + "; serve a model of target treatment+control or control");
        }
        file.write(ConfusionPicture.draw("Which controls are taken for which: " + report.getDataset(), controls));
        out().printf("Controls in %s%n", controlsPicture);
    }

    private Path reportFile() {
        return out.resolveSibling(out.getFileName() + ".report.json");
    }

    private Path callsFile() {
        return out.resolveSibling(out.getFileName() + ".calls.csv");
    }

    private static SubmissionReport parse(byte[] json) {
        SubmissionReport.Builder report = SubmissionReport.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(new String(json, StandardCharsets.UTF_8), report);
        } catch (InvalidProtocolBufferException e) {
            throw new UserError("the submission's report cannot be read: " + e.getMessage(), e);
        }
        return report.build();
    }
}
