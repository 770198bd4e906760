package io.wellstream.local.cli.soak;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.simulator.CellLinePlan;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.PlatePlan;
import io.wellstream.simulator.SimulationSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a soak does: how long, and how often one of its processes is killed.
 *
 * @param killEvery zero for never
 */
public record SoakPlan(Duration length, Duration killEvery, long seed) {
    public static final String DATASET = "soak";
    static final int CALLERS = 2;

    /** One cell type, two labelled experiments and an unseen one of twelve treatments, 64 pixels. */
    SimulationSpec screen() {
        return SimulationSpec.demo(seed)
                .withCellLines(List.of(new CellLinePlan(new CellType("HUVEC"), 2, 1, false)))
                .withPlates(new PlatePlan(12, 1, 2, false))
                .withFields(new FieldPlan(2, 64));
    }

    /** Two scorers and two workers, so that a call has somebody else to ask while one is away. */
    LocalConfig config(Path data, Path screen) {
        return LocalConfig.of(data)
                .withProcesses(ServiceKind.SCORER, 2)
                .withProcesses(ServiceKind.AUGMENT, 2)
                .withIngestRoots(List.of(screen));
    }

    /** Every run of a soak is the same run, so all must end in the same parameters; checkpoints stand close. */
    RunSpecification run() {
        return RunSpecification.newBuilder()
                .setDataset(DATASET)
                .setCellType("HUVEC")
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).setDrawTest(-1)))
                .setSeed(seed)
                .setImageSide(64)
                .setBatchSize(8)
                .setEpochs(40)
                .setCheckpointEverySteps(20)
                .setPromote(true)
                .build();
    }
}
