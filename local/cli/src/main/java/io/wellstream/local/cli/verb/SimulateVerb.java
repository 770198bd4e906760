package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.files.SimulatedScreens;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.MetadataForm;
import io.wellstream.simulator.SimulationSpec;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a simulated screen. */
@Command(
        name = "simulate",
        description = {
            "Write a simulated screen in RxRx1's layout.",
            "The labels of the unseen wells go to a separate file. The same options give the same files, byte for byte."
        },
        footer = {"", "Example:", "  ./wellstream simulate /tmp/screen --seed 7"})
public final class SimulateVerb extends Verb {
    /** How many wells are written. */
    enum Design {
        demo,
        rxrx1
    }

    @Parameters(paramLabel = "DIR", description = "The folder to write; must be absent or empty.")
    private Path folder = Path.of("");

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "File for the labels of the unseen wells. Default: DIR.truth.csv.")
    private @Nullable Path truth;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of the simulation. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--effect",
            defaultValue = "1",
            paramLabel = "X",
            description = "Strength of the treatments' effects, from 0 (none) to 10. Default: ${DEFAULT-VALUE}.")
    private double effect;

    @Option(
            names = "--design",
            defaultValue = "demo",
            paramLabel = "NAME",
            description = "demo: 440 wells; rxrx1: all 51 experiments. Default: ${DEFAULT-VALUE}.")
    private Design design = Design.demo;

    @Option(
            names = "--side",
            paramLabel = "PIXELS",
            description = "Side of an image. A smaller image shows a smaller field, not smaller cells.")
    private @Nullable Integer side;

    @Option(
            names = "--labels",
            defaultValue = "NAME",
            paramLabel = "FORM",
            description = "NAME: sirna_250, as served today; INTEGER: 250, as in 2019. Default: ${DEFAULT-VALUE}.")
    private MetadataForm labels = MetadataForm.NAME;

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
        Path labelFile = truth != null ? truth : folder.resolveSibling(folder.getFileName() + ".truth.csv");
        SimulatedScreens.write(folder, labelFile, screen);
        out().println("Screen in " + folder + ", labels of its unseen wells in " + labelFile);
        return 0;
    }
}
