package io.wellstream.local.cli.verb;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.local.cli.files.SimulatedScreens;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.MetadataForm;
import io.wellstream.simulator.SimulationSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
        rxrx1,
        bench
    }

    @Parameters(paramLabel = "DIR", description = "The folder to write; must be absent or empty.")
    private Path folder = Path.of("");

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "For the unseen wells' labels. Default: DIR.truth.csv.")
    private @Nullable Path truth;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the simulation. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--effect",
            description = "Strength of the effects, from 0 (none) to 10. Default: ${DEFAULT-VALUE}.")
    private double effect = 1;

    @Option(
            names = "--design",
            paramLabel = "NAME",
            description =
                    "demo (default): 440 wells; rxrx1: 51 experiments; bench: batch effects that exceed those of the"
                            + " treatments, as bench accuracy uses it.")
    private Design design = Design.demo;

    @Option(
            names = "--cell-types",
            split = ",",
            defaultValue = "HEPG2,HUVEC",
            description = "Of design bench: HEPG2, HUVEC, RPE, U2OS. Default: ${DEFAULT-VALUE}.")
    private List<String> cellTypes = List.of();

    @Option(
            names = "--treatments",
            defaultValue = "108",
            description = "Of design bench, 2 to 1108. Default: ${DEFAULT-VALUE}.")
    private int treatments;

    @Option(
            names = "--side",
            description = "Pixels of an image's side. A smaller image shows fewer cells, not smaller ones.")
    private @Nullable Integer side;

    @Option(
            names = "--labels",
            description = "NAME: sirna_250, as served today; INTEGER: 250, as in 2019. Default: NAME.")
    private MetadataForm labels = MetadataForm.NAME;

    @Override
    public Integer call() throws IOException, InterruptedException {
        SimulationSpec screen =
                switch (design) {
                    case demo -> SimulationSpec.demo(seed);
                    case rxrx1 -> SimulationSpec.rxrx1(seed);
                    case bench ->
                        SimulationSpec.bench(
                                seed, cellTypes.stream().map(CellType::new).toList(), treatments);
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
