package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.screen.SimulatedScreens;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.MetadataForm;
import io.wellstream.simulator.SimulationSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a simulated screen. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Write a simulated screen in RxRx1's layout, with its truth in a file beside it.",
            "The same options give the same files, byte for byte."
        },
        footer = {"", "Example: wellstream simulate /tmp/screen --seed 7"})
public final class SimulateVerb implements Callable<Integer> {
    /** How much of RxRx1's design is written. */
    enum Design {
        demo,
        rxrx1
    }

    @Parameters(paramLabel = "DIR", description = "The folder to write; must be absent or empty.")
    private Path folder = Path.of("");

    @Option(names = "--truth", paramLabel = "FILE", description = "Where the truth goes. Default: DIR.truth.csv.")
    private @Nullable Path truth;

    @Option(names = "--seed", defaultValue = "1", description = "Draws the screen. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--effect",
            defaultValue = "1",
            description = "Strength of the treatments' effects, 0 (none) to 10. Default: ${DEFAULT-VALUE}.")
    private double effect;

    @Option(
            names = "--design",
            defaultValue = "demo",
            description = "demo: 440 wells; rxrx1: all 51 experiments. Default: ${DEFAULT-VALUE}.")
    private Design design = Design.demo;

    @Option(names = "--side", description = "Pixels of an image's side; a smaller field, not smaller cells.")
    private @Nullable Integer side;

    @Option(
            names = "--labels",
            defaultValue = "NAME",
            description = "NAME: sirna_250, as served today; INTEGER: 250, as in 2019. Default: ${DEFAULT-VALUE}.")
    private MetadataForm labels = MetadataForm.NAME;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        SimulationSpec screen =
                switch (design) {
                    case demo -> SimulationSpec.demo(seed);
                    case rxrx1 -> SimulationSpec.rxrx1(seed);
                };
        screen = screen.withEffect(effect).withLabels(labels);
        if (side != null) {
            screen = screen.withFields(new FieldPlan(screen.fields().sites(), side));
        }
        Path beside = truth != null ? truth : folder.resolveSibling(folder.getFileName() + ".truth.csv");
        SimulatedScreens.write(folder, beside, screen);
        Verb.out(spec).println("Screen in " + folder + ", its truth in " + beside);
        return 0;
    }
}
