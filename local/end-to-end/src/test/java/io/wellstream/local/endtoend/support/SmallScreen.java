package io.wellstream.local.endtoend.support;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.simulator.CellLinePlan;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.PlatePlan;
import io.wellstream.simulator.ScreenSimulator;
import io.wellstream.simulator.SimulationSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A screen small enough for a test: one cell type, two labelled experiments and an unseen one, six treatments, 48 px. */
public record SmallScreen(Path folder, Path truth) {
    public static final String DATASET = "small";
    public static final int WELLS = 3 * (6 + 3);
    public static final int TEST_ROWS = 6;

    public static SmallScreen simulate(Path root) throws IOException, InterruptedException {
        return simulate(root, new PlatePlan(6, 1, 2, false), new FieldPlan(2, 48));
    }

    /** The same with other plates and images. */
    public static SmallScreen simulate(Path root, PlatePlan plates, FieldPlan fields)
            throws IOException, InterruptedException {
        SmallScreen screen = new SmallScreen(root.resolve("screen"), root.resolve("truth.csv"));
        SimulationSpec spec = SimulationSpec.demo(11)
                .withCellLines(List.of(new CellLinePlan(new CellType("HUVEC"), 2, 1, false)))
                .withPlates(plates)
                .withFields(fields);
        new ScreenSimulator().write(screen.folder, screen.truth, spec, (drawn, of) -> {});
        return screen;
    }

    public LocalConfig config(Path data, int workers) {
        return LocalConfig.of(data).withProcesses(ServiceKind.AUGMENT, workers).withIngestRoots(List.of(folder));
    }

    /** The arguments of a command that trains on small images in small batches, and further ones. */
    public static String[] train(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("train", "--dataset", DATASET, "--cell-type", "HUVEC", "--side", "48", "--batch", "4"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** Many short epochs, so that a process can be killed in the middle of a run. */
    public static RunSpecification run(int epochs) {
        return RunSpecification.newBuilder()
                .setDataset(DATASET)
                .setCellType("HUVEC")
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).setDrawTest(-1)))
                .setImageSide(48)
                .setBatchSize(4)
                .setEpochs(epochs)
                .setCheckpointEverySteps(4)
                .setPromote(true)
                .build();
    }
}
