package io.wellstream.local.endtoend.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.endtoend.support.CommandProcess;
import io.wellstream.local.endtoend.support.Signals;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.WellKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Commands that follow work in a system whose launcher is killed, stopped and started again, or whose services hang. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class FollowersTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String EPOCHS = "100"; // longer than the ten seconds until progress is printed

    private final Path folder;
    private final Path data;
    private final SmallScreen screen;
    private CommandProcess launcher;

    FollowersTest(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        this.folder = folder;
        this.data = folder.resolve("data");
        this.screen = SmallScreen.simulate(folder);
        this.launcher = start();
    }

    @AfterAll
    void stop() {
        assertThat(command("down").end()).isZero();
        launcher.close();
    }

    @Test
    @Order(1)
    void anIngestGoesOnWhenItsSystemIsKilledAndStartedAgain() {
        long stopped = pid("ingest");
        Signals.send("STOP", stopped); // so that the job is not finished when the launcher is killed
        try (CommandProcess ingest = command("ingest", screen.folder().toString(), "--dataset", SmallScreen.DATASET)) {
            ingest.awaitPrinted("The ingest at ");
            assertThat(ingest.printed()).contains(" does not answer. Waiting for it; its log is " + data);

            killLauncher();
            Signals.send("KILL", stopped); // it cannot end by itself
            ingest.awaitPrinted("The system on " + data + " has stopped: its launcher, process ");
            launcher = start();

            assertThat(ingest.end()).as(ingest.printed()).isZero();
            assertThat(ingest.printed())
                    .containsOnlyOnce("does not answer")
                    .containsOnlyOnce("has stopped")
                    .containsOnlyOnce("The system on " + data + " runs again.")
                    .contains(SmallScreen.WELLS + " of " + SmallScreen.WELLS + " wells ingested");
        }
    }

    @Test
    @Order(2)
    void aTrainGoesOnWhenItsSystemIsKilledAndStartedAgain() {
        try (CommandProcess train = train("killed")) {
            train.awaitPrinted(" of " + EPOCHS + " epochs");

            killLauncher();
            train.awaitPrinted("The system on " + data + " has stopped: its launcher, process ");
            launcher = start();

            train.awaitPrinted("The system on " + data + " runs again.");
            finish(train, "killed");
        }
    }

    @Test
    @Order(3)
    void aTrainGoesOnWhenItsSystemIsStoppedAndStartedAgain() {
        try (CommandProcess train = train("restarted")) {
            train.awaitPrinted(" of " + EPOCHS + " epochs");

            assertThat(command("down").end()).isZero();
            train.awaitPrinted("The system on " + data + " has stopped. Waiting 60 s for it to be started again.");
            launcher = start();

            train.awaitPrinted("The system on " + data + " runs again.");
            finish(train, "restarted");
        }
    }

    @Test
    @Order(4)
    void aTrainerThatHangsIsSaidOnceAndFollowedAgain() {
        try (CommandProcess train = train("hanging")) {
            train.awaitPrinted(" of " + EPOCHS + " epochs");
            long trainer = pid("trainer");

            Signals.send("STOP", trainer);
            try {
                train.awaitPrinted("The trainer at ");
                assertThat(train.printed()).containsOnlyOnce(" does not answer. Waiting for it; its log is " + data);
            } finally {
                Signals.send("CONT", trainer);
            }

            train.awaitPrinted("The trainer answers again.");
            finish(train, "hanging");
        }
    }

    @Test
    @Order(5)
    void aScorerThatHangsIsSaidOnceAndAskedAgain() {
        long scorer = pid("scorer");
        Signals.send("STOP", scorer);
        try (CommandProcess predict =
                command("predict", "--dataset", SmallScreen.DATASET, anyWell().toString())) {
            try {
                predict.awaitPrinted("The scorer at ");
                assertThat(predict.printed()).contains(" does not answer. Waiting for it; its log is " + data);
            } finally {
                Signals.send("CONT", scorer);
            }

            assertThat(predict.end()).as(predict.printed()).isZero();
            assertThat(predict.printed()).contains("The scorer answers again.").contains(" sites, model ");
        }
    }

    @Test
    @Order(6)
    void aSystemThatIsNotStartedAgainEndsTheCommandWithItsOwnExitCode() {
        try (CommandProcess train = train("left")) {
            train.awaitPrinted(" of " + EPOCHS + " epochs");

            killLauncher();

            assertThat(train.end()).as(train.printed()).isEqualTo(3);
            assertThat(train.printed())
                    .containsOnlyOnce(" has stopped: its launcher, process ")
                    .contains("wellstream: the system on " + data
                            + " has stopped and was not started again within 60 s; run left goes on from its last"
                            + " checkpoint when the system runs again; follow it with: ./wellstream train --follow left"
                            + " --data " + data);
        }
        launcher = start();
        assertThat(command("cancel", "left").end()).isZero();
    }

    /** Starts the launcher and returns when the system is ready. */
    private CommandProcess start() {
        CommandProcess started = command("serve", "--root", screen.folder().toString());
        await().atMost(LIMIT).until(() -> Endpoints.find(data).isPresent());
        return started;
    }

    /** Trains for longer than the test disturbs it. */
    private CommandProcess train(String run) {
        return command(SmallScreen.train("--epochs", EPOCHS, "--run", run));
    }

    private void finish(CommandProcess train, String run) {
        assertThat(train.end()).as(train.printed()).isZero();
        assertThat(train.printed()).contains("Model " + run + ":");
    }

    private void killLauncher() {
        launcher.kill();
        await().atMost(LIMIT).until(() -> Endpoints.find(data).isEmpty());
    }

    private long pid(String service) {
        return Objects.requireNonNull(
                        Endpoints.find(data).orElseThrow().services().get(service))
                .pid();
    }

    private WellId anyWell() {
        WellIngested well = SystemClient.of(Endpoints.find(data).orElseThrow())
                .table(Topics.WELLS, key -> true)
                .values()
                .iterator()
                .next();
        return WellKeys.wellOf(well.getWell());
    }

    private CommandProcess command(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = data.toString();
        return CommandProcess.start(folder, all);
    }
}
