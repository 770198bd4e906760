package io.wellstream.local.cli.verb;

import static java.util.Objects.requireNonNull;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.DataSets;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.summary.ModelSummary;
import io.wellstream.local.cli.summary.ServingSummary;
import io.wellstream.local.cli.terminal.InterruptNotice;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.ResumeRequest;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Starts or continues a training run and follows it to its end. */
@Command(
        name = "train",
        description = {
            "Train a network on a data set and publish the model.",
            "A setting that is left out gets its default, which is recorded with the run."
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream train --dataset rxrx1 --cell-type HUVEC --epochs 60",
            "  ./wellstream train --resume huvec-1 --epochs 90",
            "  ./wellstream train --follow huvec-1"
        })
public final class TrainVerb extends Verb {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Mixin
    private final SystemOption system = new SystemOption();

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    /** The run: a new one on a data set, or one that exists. */
    private static final class Which {
        @Option(names = "--dataset", paramLabel = "NAME", description = "Train a new run on this data set.")
        private @Nullable String dataset;

        @Option(
                names = "--resume",
                paramLabel = "RUN",
                description =
                        "Continue a run that failed, was cancelled or finished from its newest checkpoint. --epochs, --rate,"
                                + " --schedule, --patience and --checkpoint-minutes can change.")
        private @Nullable String resume;

        @Option(names = "--follow", paramLabel = "RUN", description = "Follow a run that is under way.")
        private @Nullable String follow;
    }

    @Option(
            names = "--cell-type",
            defaultValue = "",
            paramLabel = "NAME",
            description = "Train on this cell type only. Default: all.")
    private String cellType = "";

    @Option(names = "--run", paramLabel = "NAME", description = "The run's name. Default: cell type and time.")
    private @Nullable String run;

    @Option(
            names = "--target",
            defaultValue = "treatment",
            paramLabel = "NAME",
            description = "treatment (default), control, treatment+control or cell-type.")
    private String target = "treatment";

    @Option(
            names = "--network",
            defaultValue = "",
            paramLabel = "NAME",
            description = "stacked-resnet (default) or six-branch.")
    private String network = "";

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

    @Option(names = "--batch", paramLabel = "N", description = "Samples per batch. Default: 32.")
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
            description = "Seed of split, order, augmentation and initial weights. Default: 1.")
    private @Nullable Long seed;

    @Option(
            names = "--patience",
            paramLabel = "EPOCHS",
            description = "Stop after so many epochs without a better validation loss. Default: never.")
    private @Nullable Integer patience;

    @Option(
            names = "--validation",
            split = ",",
            paramLabel = "NAME",
            description = "Validation experiments, separated by commas. Default: drawn at random.")
    private List<String> validation = List.of();

    @Option(
            names = "--test",
            split = ",",
            paramLabel = "NAME",
            description = "Test experiments, scored once at the end. Default: drawn at random.")
    private List<String> test = List.of();

    @Option(
            names = "--split",
            defaultValue = "by-experiment",
            paramLabel = "NAME",
            description = "by-experiment (default), or random-sites, which leaks.")
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

    @Option(names = "--detach", description = "Start the run and return at once.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        requireFittingOptions();
        SystemClient client = system.client();
        RunRecord requested = requested(client);
        String name = requested.getRun();
        String follow = "./wellstream train --follow " + name + system.argument();
        PrintWriter out = out();
        if (detach) {
            out.println("Run " + name + " is requested; follow it with: " + follow);
            return 0;
        }
        RunRecord ended;
        try (InterruptNotice _ = InterruptNotice.of(err(), continues(name, follow))) {
            ended = new TrainingRuns(client).follow(requested).record();
        }
        if (!ended.hasFinished()) {
            throw new UserError(TrainingRuns.failure(ended) + "; continue it with: ./wellstream train --resume " + name
                    + system.argument());
        }
        ModelCard card = ModelSummary.print(client, ended.getFinished().getCard(), out);
        ServingSummary.decided(card.getRun(), ended.getFinished().getPromotion(), card.getUnfit())
                .forEach(out::println);
        return 0;
    }

    private String continues(String name, String follow) {
        return "Run " + name + " goes on. Follow it with:  " + follow + System.lineSeparator()
                + "Cancel it with:  ./wellstream cancel " + name + system.argument();
    }

    /** The run to follow: one that is under way, one that continues, or a new one. */
    private RunRecord requested(SystemClient client) {
        String resume = which.resume;
        if (which.follow != null) {
            return client.runs().require(which.follow).getRun();
        }
        if (resume != null) {
            RunRecord resumed = client.runs().resume(resume, changes()).getRun();
            out().println("Run " + resume + " continues from step "
                    + resumed.getResumptions(resumed.getResumptionsCount() - 1).getFromStep() + ".");
            return resumed;
        }
        return started(client, new DatasetId(requireNonNull(which.dataset, "picocli requires one of the group")));
    }

    private RunRecord started(SystemClient client, DatasetId id) {
        if (!partial) {
            DataSets dataSets = DataSets.read(client).require(id);
            if (!cellType.isEmpty()) {
                dataSets.require(id, new CellType(cellType));
            }
        }
        if (run != null) {
            return client.runs().request(run, specification(id)).getRun();
        }
        String name = defaultName();
        RunRecord requested =
                client.runs().requestUnlessUnderWay(name, specification(id)).getRun();
        if (!requested.getRun().equals(name)) {
            out().println("Run " + requested.getRun() + " with the same settings is under way."
                    + " To train another one, name it with --run.");
        }
        return requested;
    }

    private void requireFittingOptions() {
        if (which.follow != null) {
            onlyWith("--follow");
        }
        if (which.resume != null) {
            onlyWith("--resume", "--epochs", "--rate", "--schedule", "--patience", "--checkpoint-minutes");
        }
    }

    /** Throws unless every given option is one of these, or one that fits all of them. */
    private void onlyWith(String... allowed) {
        List<String> fits = new ArrayList<>(List.of(allowed));
        fits.addAll(List.of("--data", "--detach", "--verbose"));
        commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !fits.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new ParameterException(
                            commandLine(),
                            name + " does not go with " + allowed[0] + "; it goes with: "
                                    + String.join(", ", fits.subList(1, fits.size())));
                });
    }

    private ResumeRequest changes() {
        ResumeRequest.Builder changes = ResumeRequest.newBuilder().setLearningRate(learningRate());
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

    /** A setting that is not given stays absent, so that the trainer chooses it; 0 is a given setting. */
    private static <T> void ifGiven(@Nullable T value, Consumer<T> setting) {
        if (value != null) {
            setting.accept(value);
        }
    }

    private String defaultName() {
        String scope = cellType.isEmpty() ? "all" : cellType.toLowerCase(Locale.ROOT);
        return scope + "-" + STAMP.format(Instant.now());
    }

    private RunSpecification specification(DatasetId dataset) {
        RunSpecification.Builder specification = RunSpecification.newBuilder()
                .setDataset(dataset.name())
                .setCellType(cellType)
                .setTarget(TargetNames.parse(target))
                .setSplit(splitOf())
                .setNetwork(NetworkSettings.newBuilder().setName(network))
                .setNormalization(normalization)
                .setAugmentation(augmentation)
                .setLearningRate(learningRate())
                .setPartial(partial)
                .setPromotion(promotion());
        ifGiven(seed, specification::setSeed);
        ifGiven(side, specification::setImageSide);
        ifGiven(batch, specification::setBatchSize);
        ifGiven(epochs, specification::setEpochs);
        ifGiven(patience, specification::setPatienceEpochs);
        ifGiven(checkpointMinutes, specification::setCheckpointEveryMinutes);
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
            case "random-sites" ->
                Split.newBuilder()
                        .setRandomSites(RandomSites.getDefaultInstance())
                        .build();
            default -> throw new UserError("--split " + split + "; expected by-experiment or random-sites");
        };
    }
}
