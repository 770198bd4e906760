package io.wellstream.local.cli.verb;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.local.cli.client.DataSets;
import io.wellstream.local.cli.client.ModelCards;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a training run and follows it to its end. */
@Command(
        name = "train",
        description = {
            "Train a network on a data set and publish the model.",
            "A setting that is left out gets its default, which is recorded with the run."
        },
        footer = {"", "Example:", "  ./wellstream train --dataset rxrx1 --cell-type HUVEC --epochs 60"})
public final class TrainVerb extends DataSetVerb {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Option(names = "--cell-type", paramLabel = "NAME", description = "Train on this cell type only. Default: all.")
    private String cellType = "";

    @Option(names = "--run", paramLabel = "NAME", description = "The run's name. Default: cell type and time.")
    private @Nullable String run;

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "treatment (default), control, treatment+control or cell-type.")
    private String target = "treatment";

    @Option(names = "--network", paramLabel = "NAME", description = "stacked-resnet (default) or six-branch.")
    private String network = "";

    @Option(
            names = "--normalization",
            paramLabel = "NAME",
            description = "unit, dataset, sample (default), plate, experiment or controls.")
    private String normalization = "";

    @Option(names = "--augmentation", paramLabel = "NAME", description = "recommended (default), seed-2019 or none.")
    private String augmentation = "";

    @Option(names = "--side", paramLabel = "PIXELS", description = "Side of the network's input images. Default: 224.")
    private int side;

    @Option(names = "--batch", paramLabel = "N", description = "Samples per batch. Default: 32.")
    private int batch;

    @Option(names = "--epochs", paramLabel = "N", description = "Number of epochs. Default: 30.")
    private int epochs;

    @Option(names = "--rate", paramLabel = "X", description = "Base learning rate. Default: from the batch size.")
    private double rate;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description = "Of the learning rate: warmup-cosine (default), plateau or constant.")
    private String schedule = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of split, order, augmentation, weights. Default: 1.")
    private long seed;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Stop after N epochs without a better validation loss.")
    private int patience;

    @Option(
            names = "--validation",
            paramLabel = "NAME",
            split = ",",
            description = "Validation experiments. Default: drawn at random.")
    private List<String> validation = List.of();

    @Option(
            names = "--test",
            paramLabel = "NAME",
            split = ",",
            description = "Test experiments, scored once at the end. Default: random.")
    private List<String> test = List.of();

    @Option(names = "--split", paramLabel = "NAME", description = "by-experiment (default), or random-sites (leaks).")
    private String split = "by-experiment";

    @Option(names = "--partial", description = "Train although an ingest of the data set has not finished.")
    private boolean partial;

    @Option(
            names = "--promote",
            paramLabel = "WHEN",
            description =
                    "When the model is served: auto (default), always or never. auto: if none is served, or if its"
                            + " accuracy is higher on the same test experiments, or else on the same validation experiments. A"
                            + " model that diverged, answers one class only, or has a leaking split is never served by itself.")
    private @Nullable String promotion;

    @Option(names = "--no-promote", description = "Publish the model but do not serve it, as --promote never.")
    private boolean unserved;

    @Option(names = "--detach", description = "Start the run and return at once.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        SystemClient client = client();
        DataSets dataSets = DataSets.read(client).require(dataset());
        if (!partial && !cellType.isEmpty()) {
            dataSets.require(dataset(), new CellType(cellType));
        }
        TrainingRuns training = new TrainingRuns(client);
        String name = run != null ? run : defaultName();
        PrintWriter out = out();
        if (detach) {
            training.start(name, specification());
            out.println("Run " + name + " is requested; follow it with: ./wellstream status");
            return 0;
        }
        RunRecord ended = training.startAndFollow(name, specification()).record();
        if (!ended.hasFinished()) {
            throw new UserError(TrainingRuns.failure(ended));
        }
        ModelCard card = ModelCards.of(client, ended);
        card.getMetricsList().forEach(metric -> out.println(line(metric)));
        out.println("Model: " + ended.getFinished().getCard().getKey());
        ServingLines.decided(card.getRun(), ended.getFinished().getPromotion(), card.getUnfit())
                .forEach(out::println);
        return 0;
    }

    private String defaultName() {
        String scope = cellType.isEmpty() ? "all" : cellType.toLowerCase(Locale.ROOT);
        return scope + "-" + STAMP.format(Instant.now());
    }

    private RunSpecification specification() {
        return RunSpecification.newBuilder()
                .setDataset(dataset().name())
                .setCellType(cellType)
                .setTarget(TargetNames.parse(target))
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
                .setPromotion(promotion())
                .build();
    }

    private String promotion() {
        if (unserved && promotion != null && !promotion.equals("never")) {
            throw new UserError("--promote " + promotion + " and --no-promote exclude each other");
        }
        return unserved ? "never" : promotion == null ? "" : promotion;
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
