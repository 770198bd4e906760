package io.wellstream.local.cli.verb;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.DataSets;
import io.wellstream.local.cli.client.RequestNames;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.link.RefusedException;
import io.wellstream.local.cli.link.UnreachableException;
import io.wellstream.local.cli.rounds.PseudoLabelRounds;
import io.wellstream.local.cli.rounds.RoundOptions;
import io.wellstream.local.cli.settings.RunFile;
import io.wellstream.local.cli.settings.RunFilePrinter;
import io.wellstream.local.cli.summary.ModelSummary;
import io.wellstream.local.cli.summary.ServingSummary;
import io.wellstream.local.cli.terminal.InterruptNotice;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
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
            "  ./wellstream train --config run.yaml --seed 2",
            "  ./wellstream train --dataset rxrx1 --cell-type HUVEC --pseudo-label-rounds 2",
            "  ./wellstream train --resume huvec-1 --epochs 90",
            "  ./wellstream train --follow huvec-1"
        })
public final class TrainVerb extends Verb {
    @Mixin
    private final SystemOption system = new SystemOption();

    @ArgGroup(multiplicity = "0..1")
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
                                + " --schedule, --patience, --checkpoint-minutes, --engine and --precision can change.")
        private @Nullable String resume;

        @Option(names = "--follow", paramLabel = "RUN", description = "Follow a run that is under way.")
        private @Nullable String follow;
    }

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Settings of the run in YAML; other options take precedence. docs/training.md lists the keys.")
    private @Nullable Path config;

    @Option(
            names = "--print-config",
            description = "Print the settings of the run with all defaults, as a file for --config, and start nothing.")
    private boolean printConfig;

    @Mixin
    private final TrainingSettings settings = new TrainingSettings();

    @Mixin
    private final RoundOptions rounds = new RoundOptions();

    @Option(names = "--run", paramLabel = "NAME", description = "The run's name. Default: cell type and time.")
    private @Nullable String run;

    @Option(names = "--detach", description = "Start the run and return at once.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        requireFittingOptions();
        SystemClient client = system.client();
        if (printConfig) {
            out().print(RunFilePrinter.print(sent(client.runs()::complete)));
            return 0;
        }
        if (rounds.rounds() != 0) {
            return inRounds(client);
        }
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
        } catch (UnreachableException e) {
            throw e.advising("run " + name + " goes on from its last checkpoint when the system runs again; follow it"
                    + " with: " + follow);
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

    private int inRounds(SystemClient client) throws InterruptedException {
        if (detach) {
            throw new ParameterException(
                    commandLine(), "--pseudo-label-rounds waits for each round; it does not go with --detach");
        }
        RunSpecification first = sent(specification -> specification);
        new PseudoLabelRounds(client, out()).train(run == null ? defaultName(first) : run, first, rounds);
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
            RunRecord resumed = client.runs().resume(resume, settings.changes()).getRun();
            out().println("Run " + resume + " continues from step "
                    + resumed.getResumptions(resumed.getResumptionsCount() - 1).getFromStep() + ".");
            return resumed;
        }
        return sent(specification -> started(client, specification));
    }

    /** Sends what the file says, with the other options in place of what it says about them. */
    private <T> T sent(Function<RunSpecification, T> call) {
        if (config == null) {
            return call.apply(specification(RunSpecification.getDefaultInstance()));
        }
        RunFile file = RunFile.read(config);
        RunSpecification specification = specification(file.specification());
        try {
            return call.apply(specification);
        } catch (RefusedException e) {
            throw file.located(e, specification);
        }
    }

    private RunSpecification specification(RunSpecification file) {
        RunSpecification.Builder specification = file.toBuilder();
        settings.writeTo(specification);
        if (which.dataset != null) {
            specification.setDataset(which.dataset);
        }
        if (specification.getDataset().isEmpty()) {
            throw new ParameterException(
                    commandLine(), "Missing the data set: give --dataset, or a line 'dataset: NAME' in " + config);
        }
        return specification.build();
    }

    private RunRecord started(SystemClient client, RunSpecification specification) {
        if (!specification.getPartial()) {
            DatasetId id = new DatasetId(specification.getDataset());
            DataSets dataSets = DataSets.read(client).require(id);
            if (!specification.getCellType().isEmpty()) {
                dataSets.require(id, new CellType(specification.getCellType()));
            }
        }
        if (run != null) {
            return client.runs().request(run, specification).getRun();
        }
        String name = defaultName(specification);
        RunRecord requested =
                client.runs().requestUnlessUnderWay(name, specification).getRun();
        if (!requested.getRun().equals(name)) {
            out().println("Run " + requested.getRun() + " with the same settings is under way."
                    + " To train another one, name it with --run.");
        }
        return requested;
    }

    private void requireFittingOptions() {
        if (config == null && which.dataset == null && which.resume == null && which.follow == null) {
            throw new ParameterException(
                    commandLine(),
                    "Missing required argument (specify one of these): (--dataset=NAME | --resume=RUN | --follow=RUN)");
        }
        if (which.follow != null) {
            onlyWith("--follow");
        }
        if (which.resume != null) {
            onlyWith(
                    "--resume",
                    "--epochs",
                    "--rate",
                    "--schedule",
                    "--patience",
                    "--checkpoint-minutes",
                    "--engine",
                    "--precision");
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

    private static String defaultName(RunSpecification specification) {
        String cellType = specification.getCellType();
        String scope = cellType.isEmpty() ? "all" : cellType.toLowerCase(Locale.ROOT);
        return RequestNames.of(scope);
    }
}
