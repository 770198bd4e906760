package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.ModelCards;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a run and follows it. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Train a network on a data set and publish it.",
            "A setting that is left out gets the default written in the run's record."
        },
        footer = {"", "Example: wellstream train --dataset rxrx1 --cell-type HUVEC --epochs 60"})
public final class TrainVerb implements Callable<Integer> {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Mixin
    private final SystemOption system = new SystemOption();

    @Option(names = "--dataset", required = true, description = "The data set.")
    private String dataset = "";

    @Option(names = "--cell-type", defaultValue = "", description = "Train on this cell type alone. Default: all.")
    private String cellType = "";

    @Option(names = "--run", description = "The run's name. Default: cell type and time.")
    private @Nullable String run;

    @Option(
            names = "--target",
            defaultValue = "treatment",
            description = "treatment, control, treatment+control, cell-type.")
    private String target = "treatment";

    @Option(names = "--network", defaultValue = "", description = "stacked-resnet (default) or six-branch.")
    private String network = "";

    @Option(
            names = "--normalization",
            defaultValue = "",
            description = "unit, dataset, sample (default), plate, experiment, controls.")
    private String normalization = "";

    @Option(names = "--augmentation", defaultValue = "", description = "recommended (default), seed-2019, none.")
    private String augmentation = "";

    @Option(names = "--side", description = "Pixels of the side that the network sees. Default: 224.")
    private int side;

    @Option(names = "--batch", description = "Samples per batch. Default: 32.")
    private int batch;

    @Option(names = "--epochs", description = "Default: 30.")
    private int epochs;

    @Option(names = "--rate", description = "Base learning rate. Default: from the batch size.")
    private double rate;

    @Option(names = "--schedule", defaultValue = "", description = "warmup-cosine (default), plateau, constant.")
    private String schedule = "";

    @Option(names = "--seed", description = "Decides split, order, augmentation and first weights. Default: 1.")
    private long seed;

    @Option(names = "--patience", description = "Stop after so many epochs without a better validation loss.")
    private int patience;

    @Option(names = "--validation", split = ",", description = "Validation experiments. Default: drawn.")
    private List<String> validation = List.of();

    @Option(names = "--test", split = ",", description = "Test experiments, scored once at the end. Default: drawn.")
    private List<String> test = List.of();

    @Option(
            names = "--split",
            defaultValue = "by-experiment",
            description = "by-experiment, or random-sites, which leaks.")
    private String split = "by-experiment";

    @Option(names = "--partial", description = "Train although an ingest is unfinished.")
    private boolean partial;

    @Option(names = "--no-promote", description = "Publish the model without serving it.")
    private boolean unserved;

    @Option(names = "--detach", description = "Start the run and return.")
    private boolean detach;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        TrainingRuns training = new TrainingRuns(system.services());
        String name = run != null ? run : defaultName();
        PrintWriter out = Verb.out(spec);
        if (detach) {
            training.start(name, specification());
            out.println("Run " + name + " is asked for; see: wellstream status");
            return 0;
        }
        RunRecord ended = training.startAndFollow(name, specification()).record();
        if (!ended.hasFinished()) {
            throw new UserError(TrainingRuns.failure(ended));
        }
        SystemClient services = system.services();
        ModelCards.of(services, ended).getMetricsList().forEach(metric -> out.println(line(metric)));
        out.println("Model: " + ended.getFinished().getCard().getKey());
        return 0;
    }

    private String defaultName() {
        String scope = cellType.isEmpty() ? "all" : cellType.toLowerCase(Locale.ROOT);
        return scope + "-" + STAMP.format(Instant.now());
    }

    private RunSpecification specification() {
        return RunSpecification.newBuilder()
                .setDataset(dataset)
                .setCellType(cellType)
                .setTarget(targetOf(target))
                .setSplit(splitOf())
                .setSeed(seed)
                .setNetwork(NetworkSettings.newBuilder().setName(network))
                .setNormalization(normalization)
                .setAugmentation(augmentation)
                .setImageSide(side)
                .setBatchSize(batch)
                .setEpochs(epochs)
                .setPatienceEpochs(patience)
                .setLearningRate(LearningRate.newBuilder().setSchedule(schedule).setBase(rate))
                .setPartial(partial)
                .setPromote(!unserved)
                .build();
    }

    private static Target targetOf(String name) {
        return switch (name) {
            case "treatment" -> Target.TARGET_TREATMENT;
            case "control" -> Target.TARGET_CONTROL;
            case "treatment+control" -> Target.TARGET_TREATMENT_AND_CONTROL;
            case "cell-type" -> Target.TARGET_CELL_TYPE;
            default ->
                throw new UserError(
                        "--target " + name + "; expected treatment, control, treatment+control or cell-type");
        };
    }

    private Split splitOf() {
        return switch (split) {
            case "by-experiment" ->
                Split.newBuilder()
                        .setByExperiment(ByExperiment.newBuilder()
                                .addAllValidation(validation)
                                .addAllTest(test))
                        .build();
            case "random-sites" ->
                Split.newBuilder()
                        .setRandomSites(RandomSites.getDefaultInstance())
                        .build();
            default -> throw new UserError("--split " + split + "; expected by-experiment or random-sites");
        };
    }

    private static String line(Metric metric) {
        String where = metric.getSet() + (metric.getExperiment().isEmpty() ? "" : " " + metric.getExperiment());
        return metric.getN() == 0
                ? String.format(Locale.ROOT, "%-24s %s %.4f", where, metric.getName(), metric.getValue())
                : String.format(
                        Locale.ROOT,
                        "%-24s %s %.4f (n = %d, 95 %% interval %.4f–%.4f)",
                        where,
                        metric.getName(),
                        metric.getValue(),
                        metric.getN(),
                        metric.getLow(),
                        metric.getHigh());
    }
}
