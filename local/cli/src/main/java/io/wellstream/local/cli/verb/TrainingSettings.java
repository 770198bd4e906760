package io.wellstream.local.cli.verb;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.settings.TargetNames;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.ResumeRequest;
import io.wellstream.proto.v1.RunSpecification;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The settings of a training run. One that is not given stays absent, so that the trainer chooses it; 0 is a given setting. */
final class TrainingSettings {
    private static final String RANDOM_SITES = "random-sites";

    @Option(
            names = "--preset",
            defaultValue = "",
            paramLabel = "NAME",
            description =
                    "Defaults to use in place of the trainer's: recommended or seed-2019; docs/training.md lists them.")
    private String preset = "";

    @Option(
            names = "--cell-type",
            defaultValue = "",
            paramLabel = "NAME",
            description = "Train on this cell type only. Default: all.")
    private String cellType = "";

    @Option(
            names = "--target",
            defaultValue = "",
            paramLabel = "NAME",
            description = "treatment (default), control, treatment+control or cell-type.")
    private String target = "";

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
            names = "--illumination",
            defaultValue = "",
            paramLabel = "NAME",
            description =
                    "none (default), or plate: divide images by the illumination functions of their plate. Transductive.")
    private String illumination = "";

    @Option(
            names = "--augmentation",
            defaultValue = "",
            paramLabel = "NAME",
            description = "recommended (default), full-resolution, seed-2019 or none.")
    private String augmentation = "";

    @Mixin
    private final VariationOptions variation = new VariationOptions();

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
            defaultValue = "",
            paramLabel = "NAME",
            description =
                    "by-experiment (default), or random-sites: validation on other sites of the training wells, which leaks,"
                            + " and test by experiment.")
    private String split = "";

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

    @Mixin
    private final StartOptions start = new StartOptions();

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

    static <T> void ifGiven(@Nullable T value, Consumer<T> setting) {
        if (value != null) {
            setting.accept(value);
        }
    }

    /** The settings as a request for a run on this data set. */
    RunSpecification specification(DatasetId dataset) {
        RunSpecification.Builder run = RunSpecification.newBuilder();
        writeTo(run);
        return run.setDataset(dataset.name()).build();
    }

    /** Sets what was given; the rest stays as it is. */
    void writeTo(RunSpecification.Builder run) {
        ifGiven(preset, run::setPreset);
        ifGiven(cellType, run::setCellType);
        ifGiven(target, name -> run.setTarget(TargetNames.ofOption(name)));
        splitTo(run);
        network.writeTo(run);
        ifGiven(engine, run::setEngine);
        ifGiven(precision, run::setPrecision);
        ifGiven(normalization, run::setNormalization);
        ifGiven(illumination, run::setIllumination);
        ifGiven(augmentation, run::setAugmentation);
        ifGiven(schedule, name -> run.getLearningRateBuilder().setSchedule(name));
        ifGiven(rate, base -> run.getLearningRateBuilder().setBase(base));
        ifGiven(bestBy, run::setBestBy);
        ifGiven(promotion(), run::setPromotion);
        ifGiven(seed, run::setSeed);
        ifGiven(splitSeed, run::setSplitSeed);
        ifGiven(side, run::setImageSide);
        ifGiven(batch, run::setBatchSize);
        ifGiven(epochs, run::setEpochs);
        ifGiven(patience, run::setPatienceEpochs);
        ifGiven(checkpointMinutes, run::setCheckpointEveryMinutes);
        variation.writeTo(run);
        optimization.addTo(run);
        start.writeTo(run);
        if (partial) {
            run.setPartial(true);
        }
    }

    private static void ifGiven(String value, Consumer<String> setting) {
        if (!value.isEmpty()) {
            setting.accept(value);
        }
    }

    private String promotion() {
        if (unserved && promotion != null && !promotion.equals("never")) {
            throw new UserError("--promote " + promotion + " and --no-promote exclude each other");
        }
        return unserved ? "never" : promotion == null ? "" : promotion;
    }

    private void splitTo(RunSpecification.Builder run) {
        if (split.isEmpty() && validation.isEmpty() && test.isEmpty()) {
            return;
        }
        String kind = split.isEmpty() && run.getSplit().hasRandomSites() ? RANDOM_SITES : split;
        switch (kind) {
            case "", "by-experiment" -> {
                ByExperiment.Builder by = run.getSplitBuilder().getByExperimentBuilder();
                ifGiven(validation, names -> by.clearValidation().addAllValidation(names));
                ifGiven(test, names -> by.clearTest().addAllTest(names));
            }
            case RANDOM_SITES -> {
                if (!validation.isEmpty()) {
                    throw new UserError(
                            "--validation names experiments, but --split random-sites validates on sites of the"
                                    + " training experiments; leave one of them out");
                }
                RandomSites.Builder random = run.getSplitBuilder().getRandomSitesBuilder();
                ifGiven(test, names -> random.clearTest().addAllTest(names));
            }
            default -> throw new UserError("--split " + split + "; expected by-experiment or random-sites");
        }
    }

    private static void ifGiven(List<String> values, Consumer<List<String>> setting) {
        if (!values.isEmpty()) {
            setting.accept(values);
        }
    }
}
