package io.wellstream.local.endtoend.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.files.Truth;
import io.wellstream.local.endtoend.support.CommandProcess;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.endtoend.support.TestRuns;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.SupervisedProcess;
import io.wellstream.proto.v1.MemoryForecast;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.PlatePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The largest network at its defaults, 13.6 million weights and images of 224 px, on a system as {@code up} starts it. Needs 10 GB
 * of free memory.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class LargeNetworkTest {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int TREATMENTS = 16;
    private static final String RUN = "large";
    private static final String EPOCHS = "4"; // of two steps

    private final Path folder;
    private final SmallScreen screen;
    private final LocalSystem system;
    private final TestRuns runs;

    LargeNetworkTest(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        this.folder = folder;
        this.screen = SmallScreen.simulate(folder, new PlatePlan(TREATMENTS, 1, 2, false), new FieldPlan(2, 224));
        this.system = LocalSystem.start(screen.config(folder.resolve("data"), 1));
        SystemClient client = SystemClient.of(system.endpoints());
        this.runs = new TestRuns(client);
        new IngestJobs(client).run(new DatasetId(SmallScreen.DATASET), screen.folder(), false);
    }

    @AfterAll
    void stop() {
        system.close();
    }

    @Test
    @Order(1)
    void itTrainsThroughAKillWithinItsForecastAndWritesASubmission(TestReporter report) throws Exception {
        SupervisedProcess trainer = system.service("trainer");
        long idle = peakBytes(trainer);
        long started = System.nanoTime();
        try (CommandProcess train = train(RUN, "--epochs", EPOCHS)) {
            train.awaitPrinted("Run large needs ");
            MemoryForecast forecast = runs.record(RUN).getStarted().getMemory();
            await().atMost(LIMIT).until(() -> runs.epochs(RUN) > 1); // the first one's checkpoint is saved
            long beforeTheKill = peakBytes(trainer);

            trainer.kill();

            await().atMost(LIMIT).until(() -> TrainingRuns.isOver(runs.record(RUN)));
            long peak = Math.max(beforeTheKill, peakBytes(trainer));
            report.publishEntry(
                    "seconds",
                    "" + Duration.ofNanos(System.nanoTime() - started).toSeconds());
            report.publishEntry("bytes_resident", idle + " idle, at most " + peak);
            RunRecord record = runs.record(RUN);
            assertThat(record.hasFinished()).as(TrainingRuns.failure(record)).isTrue();
            assertThat(record.getFinished().getAttempt()).isEqualTo(2);
            assertThat(train.end()).as(train.printed()).isZero();
            assertThat(peak - idle).isLessThan(forecast.getNativeBytes() + forecast.getHeapBytes());
        }
        assertThat(trainer.restarts()).isEqualTo(1);
        assertThat(submission()).isEqualTo(TREATMENTS);
    }

    @Test
    @Order(2)
    void aBatchThatCannotFitIsRefusedBeforeAnyWork() {
        try (CommandProcess train = train("too-large", "--batch", "1024")) {
            assertThat(train.end()).isEqualTo(1);
            assertThat(train.printed())
                    .contains("the run needs ", " outside the Java heap", "It fits with a batch of ");
        }
    }

    private CommandProcess train(String run, String option, String value) {
        String[] command = {
            "train", "--dataset", SmallScreen.DATASET, "--network", "six-branch", "--run", run, option, value
        };
        return CommandProcess.start(system.endpoints(), folder, command);
    }

    private int submission() throws IOException {
        Path csv = folder.resolve("submission.csv");
        try (CommandProcess submit = CommandProcess.start(
                system.endpoints(), folder, "submit", "--dataset", SmallScreen.DATASET, "--out", csv.toString())) {
            assertThat(submit.end()).as(submit.printed()).isZero();
        }
        return Truth.submission(Files.readAllBytes(csv)).size();
    }

    /** The most memory that the process has had. */
    private static long peakBytes(SupervisedProcess process) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
