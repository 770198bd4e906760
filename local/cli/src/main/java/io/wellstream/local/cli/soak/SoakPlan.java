package io.wellstream.local.cli.soak;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.local.launcher.server.ServerProgram;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.simulator.CellLinePlan;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.PlatePlan;
import io.wellstream.simulator.SimulationSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a soak test.
 *
 * @param length how long it scores and trains
 * @param faultEvery time from the end of a fault to the next; zero for none
 * @param faults in turn; not empty
 * @param store the program of the S3 server; empty for the built-in one
 */
public record SoakPlan(
        Duration length, Duration faultEvery, List<Fault> faults, long seed, Optional<ServerProgram> store) {
    public static final String DATASET = "soak";
    static final int CALLERS = 2;
    private static final CellType CELL_TYPE = new CellType("HUVEC");

    /** One cell type, two labelled experiments and an unseen one, twelve treatments, images of 64 pixels. */
    SimulationSpec screen() {
        return SimulationSpec.demo(seed)
                .withCellLines(List.of(new CellLinePlan(CELL_TYPE, 2, 1, false)))
                .withPlates(new PlatePlan(12, 1, 2, false))
                .withFields(new FieldPlan(2, 64));
    }

    /** Two scorers and two workers, so that one is left when the other is killed. */
    LocalConfig config(Path data, Path screen) {
        return LocalConfig.of(data)
                .withProcesses(ServiceKind.SCORER, 2)
                .withProcesses(ServiceKind.AUGMENT, 2)
                .withIngestRoots(List.of(screen));
    }

    /** All runs have this specification, so all must end with the same parameters. Checkpoints are frequent. */
    RunSpecification run() {
        return TrainingRuns.onAllExperiments(new DatasetId(DATASET), CELL_TYPE, seed)
                .setImageSide(64)
                .setBatchSize(8)
                .setEpochs(40)
                .setCheckpointEverySteps(20)
                .build();
    }
}
