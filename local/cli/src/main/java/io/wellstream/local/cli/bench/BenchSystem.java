package io.wellstream.local.cli.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.bench.TrainingEngine.NetworkShape;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.files.SimulatedScreens;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.simulator.CellLinePlan;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.PlatePlan;
import io.wellstream.simulator.SimulationSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A temporary system for measurements: a simulated screen of one cell type, and two models of one epoch each, for the swaps. The models
 * use the recommended network at 224 px; their accuracy does not matter.
 */
public final class BenchSystem implements AutoCloseable {
    public static final String DATASET = "bench";
    private static final CellType CELL_TYPE = new CellType("HUVEC");
    private static final String NETWORK = "stacked-resnet";
    private static final int SIDE = 224;
    private static final int CHANNELS = 6;
    private static final int TREATMENTS = 24;

    private final Path folder;
    private LocalSystem system;

    private BenchSystem(Path folder, LocalSystem system) {
        this.folder = folder;
        this.system = system;
    }

    /** Simulates a screen, starts a system, ingests and trains. */
    public static BenchSystem prepare(long seed) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("wellstream-bench-");
        try {
            SimulatedScreens.write(folder.resolve("screen"), folder.resolve("truth.csv"), screen(seed));
            BenchSystem bench = new BenchSystem(folder, LocalSystem.start(whole(folder)));
            bench.train(seed);
            return bench;
        } catch (IOException | RuntimeException | InterruptedException e) {
            MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
            throw e;
        }
    }

    public SystemClient client() {
        return SystemClient.of(system.endpoints());
    }

    /** The process of the scorer. */
    long scorerPid() {
        return system.services().stream()
                .filter(service -> service.name().startsWith(ServiceKind.SCORER.label()))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    /** The network of its models. */
    public static NetworkShape network() {
        return new NetworkShape(NETWORK, CHANNELS, SIDE, TREATMENTS);
    }

    /** The training engine of the built trainer service. */
    public TrainingEngine trainingEngine() {
        return TrainingEngine.ofTheProject(TrainingEngine.Choice.DEFAULT);
    }

    /** Restarts the system with more environment variables. */
    public void restart(Map<String, String> environment) {
        system.close();
        LocalConfig config = whole(folder);
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            config = config.withEnvironment(variable.getKey(), variable.getValue());
        }
        system = LocalSystem.start(config);
    }

    private void train(long seed) throws InterruptedException {
        try {
            SystemClient client = client();
            String job = new IngestJobs(client)
                    .run(new DatasetId(DATASET), folder.resolve("screen"), false)
                    .job();
            Map<String, RunSpecification> runs = new TreeMap<>();
            runs.put("bench-a", run(job, seed));
            runs.put("bench-b", run(job, seed + 1));
            new TrainingRuns(client).finish(runs);
        } catch (InterruptedException | RuntimeException e) {
            system.close();
            throw e;
        }
    }

    private static SimulationSpec screen(long seed) {
        return SimulationSpec.demo(seed)
                .withCellLines(List.of(new CellLinePlan(CELL_TYPE, 2, 1, false)))
                .withPlates(new PlatePlan(TREATMENTS, 1, 4, false))
                .withFields(new FieldPlan(2, SIDE));
    }

    private static RunSpecification run(String job, long seed) {
        return TrainingRuns.onAllExperiments(new DatasetId(DATASET), CELL_TYPE, seed)
                .setNetwork(NetworkSettings.newBuilder().setName(NETWORK))
                .setNormalization("sample")
                .setAugmentation("recommended")
                .setImageSide(SIDE)
                .setBatchSize(16)
                .setEpochs(1)
                .addIngestJobs(job)
                .build();
    }

    private static LocalConfig whole(Path folder) {
        return LocalConfig.of(folder.resolve("system")).withIngestRoots(List.of(folder.resolve("screen")));
    }

    /** Stops the system and deletes its data. */
    @Override
    public void close() throws IOException {
        system.close();
        MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
}
