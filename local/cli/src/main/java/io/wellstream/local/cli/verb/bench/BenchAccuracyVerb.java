package io.wellstream.local.cli.verb.bench;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.local.cli.accuracy.AccuracyPlan;
import io.wellstream.local.cli.accuracy.AccuracyRun;
import io.wellstream.local.cli.accuracy.Arm;
import io.wellstream.local.cli.accuracy.Arms;
import io.wellstream.local.cli.verb.Verb;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.SimulationSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares recipes by their accuracy on unseen experiments. */
@Command(
        name = "accuracy",
        description = {
            "Compare recipes by their accuracy on unseen experiments.",
            "Simulates a screen whose batch effects exceed its treatment effects, starts a temporary system, trains each arm"
                    + " on each cell type with each seed, and predicts the unseen wells. Differences are paired by well and"
                    + " seed; intervals are by experiment. docs/science.md says what to expect."
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream bench accuracy --out accuracy",
            "  ./wellstream bench accuracy --arms ablation --out ablation",
            "  ./wellstream bench accuracy --export sites --arms recommended",
            "  ./wellstream bench accuracy --from accuracy,sites --out both"
        })
final class BenchAccuracyVerb extends Verb {
    @Option(
            names = "--arms",
            split = ",",
            defaultValue = "seed-2019,seed-2019-at-0.001,recommended",
            description =
                    "Recipes, the first of which is the one that the others are compared with: seed-2019,"
                            + " seed-2019-at-0.001, seed-2019-random-sites, recommended; or ablation. Default: ${DEFAULT-VALUE}.")
    private List<String> arms = List.of();

    @Option(
            names = "--arm",
            paramLabel = "NAME=FILE",
            description = "A further recipe: settings as for train --config. Repeatable.")
    private List<String> files = List.of();

    @Option(
            names = "--cell-types",
            split = ",",
            defaultValue = "HEPG2,HUVEC",
            description = "HEPG2, HUVEC, RPE, U2OS. Default: ${DEFAULT-VALUE}.")
    private List<String> cellTypes = List.of();

    @Option(names = "--treatments", defaultValue = "36", description = "2 to 1108. Default: ${DEFAULT-VALUE}.")
    private int treatments;

    @Option(
            names = "--side",
            defaultValue = "192",
            description = "Of the images, in pixels. Default: ${DEFAULT-VALUE}.")
    private int side;

    @Option(names = "--seeds", defaultValue = "3", description = "Runs of each arm. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(names = "--screen-seed", defaultValue = "1", description = "Of the simulation. Default: ${DEFAULT-VALUE}.")
    private long screenSeed;

    @Option(names = "--epochs", paramLabel = "N", description = "Epochs of every arm, for a quick look.")
    private @Nullable Integer epochs;

    @Option(
            names = "--minutes",
            defaultValue = "90",
            description = "Start no runs that would end after it. Default: ${DEFAULT-VALUE}.")
    private long minutes;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "torch or dl4j. Default: torch where it is available (docs/engines.md).")
    private @Nullable String engine;

    @Option(
            names = "--export",
            paramLabel = "DIR",
            description = "Train nothing; write the sites as .npy for benchmarks/accuracy_pytorch.py.")
    private @Nullable Path export;

    @Option(
            names = "--from",
            split = ",",
            paramLabel = "DIR",
            description = "Train nothing; compare the results in these folders.")
    private List<Path> from = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "accuracy",
            description = "For predictions.csv, runs.csv, accuracy.json and the pictures. Default: ${DEFAULT-VALUE}.")
    private Path folder = Path.of("accuracy");

    @Option(names = "--json", description = "End standard output with one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        AccuracyRun run = new AccuracyRun(plan(), folder, out());
        if (export != null) {
            run.export(export);
            return 0;
        }
        String result = from.isEmpty() ? run.measure() : run.compare(from);
        if (json) {
            out().println(result);
            out().flush();
        }
        return 0;
    }

    private AccuracyPlan plan() {
        SimulationSpec screen = SimulationSpec.bench(
                        screenSeed, cellTypes.stream().map(CellType::new).toList(), treatments)
                .withFields(new FieldPlan(2, side));
        return new AccuracyPlan(screen, chosen(), seeds, Duration.ofMinutes(minutes));
    }

    private List<Arm> chosen() {
        String trainer = engine == null ? Arms.engineHere() : engine;
        return Stream.concat(
                        arms.stream().flatMap(name -> Arms.named(name).stream()),
                        files.stream().map(Arms::ofFile))
                .map(arm -> epochs == null ? arm : arm.withEpochs(epochs))
                .map(arm -> arm.withEngine(trainer))
                .toList();
    }
}
