package io.wellstream.local.endtoend.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.files.Truth;
import io.wellstream.local.endtoend.support.CommandProcess;
import io.wellstream.local.endtoend.support.Signals;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.endtoend.support.TestRuns;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.local.launcher.SmallDisk;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.WellKeys;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A whole system, started by {@code up}, on a disk that is filled to the last byte during its work and freed again. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class FullDiskEndToEndTest {
    private static final int MEGABYTES = 400;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Path folder;
    private final SmallDisk disk;
    private final Path data;
    private final SmallScreen screen;
    private final WellId well;

    FullDiskEndToEndTest(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        this.folder = folder;
        this.screen = SmallScreen.simulate(folder);
        this.well = Truth.read(screen.truth()).rows().getFirst().well();
        this.disk = SmallDisk.mount(folder, MEGABYTES);
        this.data = disk.folder().resolve("data");
        assertThat(run("up")).contains("Wellstream is up.");
    }

    @AfterAll
    void stop() throws Exception {
        disk.empty();
        run("down");
        disk.close();
    }

    @Test
    @Order(1)
    void anIngestWaitsForSpaceSaysSoAndGoesOn() throws Exception {
        disk.fill();
        awaitBrokerStopped();
        try (CommandProcess ingest = command("ingest", screen.folder().toString(), "--dataset", SmallScreen.DATASET)) {
            ingest.awaitPrinted("the disk of " + data + " is full: ");
            awaitBrokerInLittleSpace();
            ingest.awaitPrinted("waits for space in the object store: the disk is full: ");
            assertThat(run("status")).contains("  disk     ").contains("; it is full, so that new objects wait");

            disk.empty();

            ingest.awaitPrinted("goes on.");
            assertThat(ingest.end()).as(ingest.printed()).isZero();
            assertThat(ingest.printed()).contains(SmallScreen.WELLS + " of " + SmallScreen.WELLS + " wells ingested");
        }
        Map<String, WellIngested> wells = client().table(Topics.WELLS, key -> true);
        assertThat(wells).hasSize(SmallScreen.WELLS);
    }

    @Test
    @Order(2)
    void aRunGoesOnAndEndsInTheSameParametersAndPredictionsAreAnsweredMeanwhile() throws Exception {
        TestRuns runs = new TestRuns(client());
        ByteString undisturbed = runs.finalParameters("undisturbed", () -> {});

        ByteString disturbed = runs.finalParameters("disturbed", () -> {
            disk.fill();
            awaitBrokerStopped();
            predict();
            awaitBrokerInLittleSpace();
            try (CommandProcess follower = command("train", "--follow", "disturbed")) {
                follower.awaitPrinted("Run disturbed waits for space in the object store: the disk is full: ");
                predict();
                disk.empty();
                follower.awaitPrinted("Run disturbed goes on.");
            }
        });

        assertThat(disturbed).isEqualTo(undisturbed);
    }

    @Test
    @Order(3)
    void afterAFullDiskAndTheDeathOfEveryProcessUpSaysWhyItCannotStartAndStartsWhenThereIsSpace() throws Exception {
        TestRuns before = new TestRuns(client());
        ByteString undisturbed = before.record("undisturbed").getFinished().getParametersSha256();
        new TrainingRuns(client()).start("killed", SmallScreen.run(TestRuns.EPOCHS));
        await().atMost(LIMIT).until(() -> before.epochs("killed") > 2);
        disk.fill();
        killEverything();

        try (CommandProcess up = command("up")) {
            assertThat(up.end()).isEqualTo(1);
            assertThat(up.printed())
                    .startsWith("wellstream: the disk of " + data + " is full: ")
                    .contains("; free some space, or name another folder with --data")
                    .hasLineCount(1);
        }

        disk.empty();
        assertThat(run("up")).contains("Wellstream is up.");
        TestRuns after = new TestRuns(client());
        await().atMost(LIMIT).until(() -> after.record("killed").hasFinished());
        assertThat(after.record("killed").getFinished().getParametersSha256()).isEqualTo(undisturbed);
    }

    private void killEverything() {
        Endpoints system = Endpoints.find(data).orElseThrow();
        Signals.send("KILL", system.launcherPid());
        system.services().values().forEach(service -> ProcessHandle.of(service.pid())
                .ifPresent(process -> {
                    boolean unused = process.destroyForcibly();
                }));
        await().atMost(LIMIT).until(() -> Endpoints.find(data).isEmpty());
    }

    private void predict() {
        try (ScorerClient scorer = client().scorer()) {
            PredictRequest request = PredictRequest.newBuilder()
                    .setDataset(SmallScreen.DATASET)
                    .addWells(WellKeys.of(well))
                    .setTopK(1)
                    .build();
            assertThat(scorer.predict(request).getPredictionsCount()).isOne();
        }
    }

    /** Asks the broker's port: the launcher's log is on the full disk too, and may lack lines. */
    private void awaitBrokerStopped() {
        await().atMost(LIMIT).until(() -> !brokerAnswers());
    }

    /** The broker runs again, and objects still wait. While it stopped, it took some of the space that was left to it. */
    private void awaitBrokerInLittleSpace() {
        await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(() -> {
            disk.fillUpTo(12_000_000);
            return brokerAnswers();
        });
    }

    private boolean brokerAnswers() {
        URI broker = URI.create("kafka://" + Endpoints.find(data).orElseThrow().kafka());
        try (Socket _ = new Socket(broker.getHost(), broker.getPort())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private SystemClient client() {
        return SystemClient.of(Endpoints.find(data).orElseThrow());
    }

    private String run(String verb) {
        try (CommandProcess command = command(verb)) {
            int code = command.end();
            assertThat(code).as(command.printed()).isZero();
            return command.printed();
        }
    }

    private CommandProcess command(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = data.toString();
        return CommandProcess.start(folder, all);
    }
}
