package io.wellstream.local.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.Main;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.simulator.CellLinePlan;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.PlatePlan;
import io.wellstream.simulator.ScreenSimulator;
import io.wellstream.simulator.SimulationSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code retrain} and {@code sweep} on a running system. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StudyEndToEndTest {
    private static final String DATASET = "study";

    private final Path folder;
    private final Path screen;
    private final LocalSystem system;

    StudyEndToEndTest() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("wellstream-study");
        screen = folder.resolve("screen");
        SimulationSpec spec = SimulationSpec.demo(12)
                .withCellLines(List.of(new CellLinePlan(new CellType("HUVEC"), 3, 0, false)))
                .withPlates(new PlatePlan(6, 1, 2, false))
                .withFields(new FieldPlan(2, 48));
        new ScreenSimulator().write(screen, folder.resolve("truth.csv"), spec, (drawn, of) -> {});
        system = LocalSystem.start(LocalConfig.of(folder.resolve("data")).withIngestRoots(List.of(screen)));
    }

    @BeforeAll
    void aModelIsTrained() throws InterruptedException {
        SystemClient client = SystemClient.of(system.endpoints());
        assertThat(new IngestJobs(client)
                        .run(new DatasetId(DATASET), screen, false)
                        .problems())
                .isEmpty();
        Said said = wellstream(
                "train", "--dataset", DATASET, "--run", "first", "--side", "48", "--batch", "4", "--epochs", "2");
        assertThat(said.exit()).as(said.err()).isZero();
    }

    @AfterAll
    void stop() {
        system.close();
    }

    @Test
    void aRepeatedRunEndsWithTheSameParameters() {
        Said said = wellstream("retrain", "first");

        assertThat(said.exit()).as(said.out() + said.err()).isZero();
        assertThat(said.out()).contains("Model first is repeated", "are equal, bit for bit");
    }

    @Test
    void aModelThatDoesNotExistIsRefusedAndTheOthersAreNamed() {
        Said said = wellstream("retrain", "frist");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("model 'frist' does not exist", "first");
    }

    @Test
    void aSweepComparesOnValidationAndLeavesTheTestExperimentsOut() {
        Said said = wellstream(
                "sweep",
                "--dataset",
                DATASET,
                "--validation",
                "HUVEC-02",
                "--test",
                "HUVEC-03",
                "--set",
                "image_side=48",
                "--set",
                "batch_size=4",
                "--set",
                "epochs=1",
                "--vary",
                "learning_rate.base=0.001,0.002");

        assertThat(said.exit()).as(said.out() + said.err()).isZero();
        assertThat(said.out().lines().filter(line -> line.startsWith("| learning_rate.base")))
                .hasSize(2)
                .allMatch(line -> line.contains("of 6 wells, 1 experiments"));
    }

    private record Said(int exit, String out, String err) {}

    private Said wellstream(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] here = Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--data", folder.resolve("data").toString()))
                .toArray(String[]::new);
        int exit = Main.line()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(here);
        return new Said(exit, out.toString(), err.toString());
    }
}
