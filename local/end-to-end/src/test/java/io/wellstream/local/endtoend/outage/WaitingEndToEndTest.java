package io.wellstream.local.endtoend.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.endtoend.support.CommandProcess;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.endtoend.support.SystemInParts;
import io.wellstream.local.endtoend.support.TestRuns;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunStarted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

/**
 * A run whose only worker is gone for longer than a run used to have patience, and a run that its user interrupts, cancels,
 * continues and publishes: real processes, and what the terminal says.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class WaitingEndToEndTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    /** With it, five repeated requests take 12.6 s: the whole patience that a run used to have. */
    private static final String FIRST_REPEAT = "200ms";

    private final Path folder;
    private final SystemInParts parts;
    private final TestRuns runs;

    WaitingEndToEndTest(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        this.folder = folder;
        SmallScreen screen = SmallScreen.simulate(folder);
        parts = new SystemInParts(folder.resolve("system"), screen.folder());
        parts.startBroker();
        parts.startStore();
        parts.start(ServiceKind.INGEST, "ingest");
        parts.start(ServiceKind.TRAINER, "trainer", Map.of("WELLSTREAM_TRAINER_FIRST_REPEAT", FIRST_REPEAT));
        parts.start(ServiceKind.SCORER, "scorer");
        parts.start(ServiceKind.AUGMENT, "augment");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(parts.notReady()).isEmpty());
        SystemClient client = SystemClient.of(parts.endpoints());
        runs = new TestRuns(client);
        new IngestJobs(client).run(new DatasetId(SmallScreen.DATASET), screen.folder(), false);
    }

    @AfterAll
    void stop() {
        parts.close();
    }

    @Test
    @Order(1)
    void aRunWithoutWorkersWaitsSaysSoAndEndsInTheSameParameters() throws Exception {
        ByteString undisturbed = runs.finalParameters("undisturbed", () -> {});

        ByteString disturbed = runs.finalParameters("disturbed", () -> {
            parts.killForGood("augment");
            try (CommandProcess follower = command("train", "--follow", "disturbed")) {
                follower.awaitPrinted("Run disturbed waits for augment workers: none answers (since ");
                RunStarted waiting = runs.record("disturbed").getStarted();
                assertThat(waiting.getWaitingFor()).isEqualTo("augment workers: none answers");
                assertThat(printed("status")).contains("waiting for augment workers: none answers since ");

                parts.start(ServiceKind.AUGMENT, "augment");

                follower.awaitPrinted("Run disturbed goes on.");
                assertThat(follower.end()).as(follower.printed()).isZero();
            }
        });

        assertThat(disturbed).isEqualTo(undisturbed);
    }

    @Test
    @Order(2)
    void anInterruptedTrainSaysThatItsRunGoesOnAndIsFollowedByTheSameCommand() {
        String[] train = SmallScreen.train("--epochs", "500");
        String run;
        try (CommandProcess first = command(train)) {
            first.awaitPrinted("of 500 epochs");
            first.interrupt();
            assertThat(first.end()).isEqualTo(130);
            assertThat(first.printed()).contains(" goes on. Follow it with:  ./wellstream train --follow huvec-");
            run = first.printed().replaceAll("(?s).*--follow (huvec-[0-9a-z-]+).*", "$1");
            assertThat(first.printed()).contains("Cancel it with:  ./wellstream cancel " + run);
        }

        try (CommandProcess again = command(train)) {
            again.awaitPrinted("Run " + run + " with the same settings is under way.");

            assertThat(printed("cancel", run))
                    .contains("Run " + run + " is cancelled. Its checkpoints are kept.")
                    .contains("./wellstream train --resume " + run);
            assertThat(again.end()).isEqualTo(1);
            assertThat(again.printed())
                    .contains("run " + run + " was cancelled: requested; continue it with: ./wellstream");
        }

        RunRecord cancelled = runs.record(run);
        int epochs = runs.epochs(run) + 3;
        try (CommandProcess resumed = command("train", "--resume", run, "--epochs", String.valueOf(epochs))) {
            assertThat(resumed.end()).as(resumed.printed()).isZero();
            assertThat(resumed.printed())
                    .contains("Run " + run + " continues from step ")
                    .contains("Model " + run + ":")
                    .contains("resumed from step ")
                    .contains("epochs: 500 -> " + epochs);
        }
        assertThat(cancelled.hasCancelled()).isTrue();
        assertThat(runs.record(run).getFinished().getBitExact()).isTrue();

        String refused = printed("publish", run, "--step", "1");
        List<String> steps = List.of(refused.replaceAll("(?s).*it has those of \\[([0-9, ]+)\\].*", "$1")
                .split(", ", -1));
        assertThat(steps).hasSizeGreaterThan(1);
        assertThat(printed("publish", run, "--step", steps.get(1)))
                .contains("Model " + run + "-step-" + steps.get(1) + ":");
        assertThat(printed("status"))
                .contains("step " + steps.get(1) + " published as " + run + "-step-" + steps.get(1));
    }

    private CommandProcess command(String... arguments) {
        return CommandProcess.start(parts.endpoints(), folder, arguments);
    }

    private String printed(String... arguments) {
        try (CommandProcess command = command(arguments)) {
            int unused = command.end();
            return command.printed();
        }
    }
}
