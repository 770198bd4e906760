package io.wellstream.local.cli.verb;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.ResumeRequest;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The settings of a training run. One that is not given stays absent, so that the trainer chooses it; 0 is a given setting. */
final class TrainingSettings {
    @Option(
            names = "--cell-type",
            defaultValue = "",
            paramLabel = "NAME",
            description = "Train on this cell type only. Default: all.")
    private String cellType = "";

    @Option(
            names = "--target",
            defaultValue = "treatment",
            paramLabel = "NAME",
            description = "treatment (default), control, treatment+control or cell-type.")
    private String target = "treatment";

    @Mixin
    private final NetworkOptions network = new NetworkOptions();

    @Option(
            names = "--engine",
            defaultValue = "",
            paramLabel = "NAME",
            description =
                    "dl4j (default), torch, or any: what trains the network. A trainer that lacks it leaves the run to others.")
    private String engine = "";

    @Option(
            names = "--precision",
            defaultValue = "",
            paramLabel = "NAME",
            description = "float32 (default), or with engine torch bf16 or, for cards without it, fp16.")
    private String precision = "";

    @Option(
            names = "--normalization",
            defaultValue = "",
            paramLabel = "NAME",
            description = "unit, dataset, sample (default), plate, experiment or controls.")
    private String normalization = "";

    @Option(
            names = "--augmentation",
            defaultValue = "",
            paramLabel = "NAME",
            description = "recommended (default), seed-2019 or none.")
    private String augmentation = "";

    @Option(names = "--side", paramLabel = "PIXELS", description = "Side of the network's input images. Default: 224.")
    private @Nullable Integer side;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Samples per batch, at most the training sites of an epoch. Default: 32.")
    private @Nullable Integer batch;

    @Option(names = "--epochs", paramLabel = "N", description = "Number of epochs. Default: 30.")
    private @Nullable Integer epochs;

    @Option(
            names = "--rate",
            paramLabel = "X",
            description = "Base learning rate. Default: derived from the batch size.")
    private @Nullable Double rate;

    @Option(
            names = "--schedule",
            defaultValue = "",
            paramLabel = "NAME",
            description = "Schedule of the learning rate: warmup-cosine (default), plateau or constant.")
    private String schedule = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Seed of order, augmentation and initial weights, and of the split without --split-seed. Default: 1.")
    private @Nullable Long seed;

    @Option(names = "--split-seed", paramLabel = "N", description = "Seed of the split. Default: as --seed.")
    private @Nullable Long splitSeed;

    @Option(
            names = "--best-by",
            defaultValue = "",
            paramLabel = "METRIC",
            description =
                    "Which epoch is published: that of the best validation-loss (default) or validation-accuracy.")
    private String bestBy = "";

    @Option(
            names = "--patience",
            paramLabel = "EPOCHS",
            description =
                    "Stop after so many epochs without a better value of --best-by; needs a validation set. Default: never.")
    private @Nullable Integer patience;

    @Option(
            names = "--validation",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Validation experiments, separated by commas. Default: of each cell type with six or more labelled"
                            + " experiments an eighth, at least one, drawn at random; of others none, and then the last epoch is"
                            + " published.")
    private List<String> validation = List.of();

    @Option(
            names = "--test",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Test experiments, scored once at the end. Default: drawn as for --validation. Without any, no figure says"
                            + " how the model does on unseen experiments.")
    private List<String> test = List.of();

    @Option(
            names = "--split",
            defaultValue = "by-experiment",
            paramLabel = "NAME",
            description =
                    "by-experiment (default), or random-sites: validation on other sites of the training wells, which leaks,"
                            + " and test by experiment.")
    private String split = "by-experiment";

    @Option(
            names = "--checkpoint-minutes",
            paramLabel = "N",
            description =
                    "Save a checkpoint every so many minutes, besides those at the end of each epoch; 0 saves none."
                            + " Default: 10.")
    private @Nullable Integer checkpointMinutes;

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

    @Mixin
    private final OptimizationOptions optimization = new OptimizationOptions();

    Optional<CellType> cellType() {
        return cellType.isEmpty() ? Optional.empty() : Optional.of(new CellType(cellType));
    }

    /** Whether the run may begin before an ingest of the data set has finished. */
    boolean isPartial() {
        return partial;
    }

    /** The settings that can change when a run goes on. */
    ResumeRequest changes() {
        ResumeRequest.Builder changes = ResumeRequest.newBuilder()
                .setLearningRate(learningRate())
                .setEngine(engine)
                .setPrecision(precision);
        ifGiven(epochs, changes::setEpochs);
        ifGiven(patience, changes::setPatienceEpochs);
        ifGiven(checkpointMinutes, changes::setCheckpointEveryMinutes);
        return changes.build();
    }

    private LearningRate learningRate() {
        LearningRate.Builder given = LearningRate.newBuilder().setSchedule(schedule);
        ifGiven(rate, given::setBase);
        return given.build();
    }

    private static <T> void ifGiven(@Nullable T value, Consumer<T> setting) {
        if (value != null) {
            setting.accept(value);
        }
    }

    RunSpecification specification(DatasetId dataset) {
        RunSpecification.Builder specification = RunSpecification.newBuilder()
                .setDataset(dataset.name())
                .setCellType(cellType)
                .setTarget(TargetNames.parse(target))
                .setSplit(splitOf())
                .setNetwork(network.settings())
                .setEngine(engine)
                .setPrecision(precision)
                .setNormalization(normalization)
                .setAugmentation(augmentation)
                .setLearningRate(learningRate())
                .setBestBy(bestBy)
                .setPartial(partial)
                .setPromotion(promotion());
        ifGiven(seed, specification::setSeed);
        ifGiven(splitSeed, specification::setSplitSeed);
        ifGiven(side, specification::setImageSide);
        ifGiven(batch, specification::setBatchSize);
        ifGiven(epochs, specification::setEpochs);
        ifGiven(patience, specification::setPatienceEpochs);
        ifGiven(checkpointMinutes, specification::setCheckpointEveryMinutes);
        optimization.addTo(specification);
        return specification.build();
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
            case "random-sites" -> {
                if (!validation.isEmpty()) {
                    throw new UserError(
                            "--validation names experiments, but --split random-sites validates on sites of the"
                                    + " training experiments; leave one of them out");
                }
                yield Split.newBuilder()
                        .setRandomSites(RandomSites.newBuilder().addAllTest(test))
                        .build();
            }
            default -> throw new UserError("--split " + split + "; expected by-experiment or random-sites");
        };
    }
}
