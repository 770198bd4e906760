package io.wellstream.local.endtoend.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.files.Truth;
import io.wellstream.local.cli.soak.RetryingCaller;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.endtoend.support.SystemInParts;
import io.wellstream.local.endtoend.support.TestRuns;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.wire.keys.WellKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A system of an earlier version is upgraded to this version one service at a time, in the documented order, without an interruption
 * of its work. {@code deploy/upgrade/check} builds the earlier version and runs this test.
 */
@Tag("long")
class UpgradeTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String EARLIER = System.getProperty("wellstream.earlier", "");

    @Test
    void aRunStartedByAnEarlierVersionIsFinishedByThisOne(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder, TestReporter report) throws Exception {
        assumeThat(EARLIER)
                .as("-Dwellstream.earlier does not name a build of an earlier version")
                .isNotEmpty();
        Path earlier = Path.of(EARLIER);
        Path now = LocalConfig.builtProject();
        SmallScreen screen = SmallScreen.simulate(folder);
        try (SystemInParts ensemble = new SystemInParts(folder.resolve("system"), screen.folder())) {
            ensemble.startBroker();
            ensemble.startStore();
            ensemble.replace(ServiceKind.INGEST, "ingest", earlier);
            ensemble.replace(ServiceKind.AUGMENT, "augment-1", earlier);
            ensemble.replace(ServiceKind.AUGMENT, "augment-2", earlier);
            ensemble.replace(ServiceKind.TRAINER, "trainer", earlier);
            ensemble.replace(ServiceKind.SCORER, "scorer", earlier);
            awaitReady(ensemble);
            SystemClient client = SystemClient.of(ensemble.endpoints());
            TestRuns runs = new TestRuns(client);
            assertThat(ingest(client, screen).wells()).isEqualTo(SmallScreen.WELLS);

            RunFinished overTheUpgrade = runs.finished("over-the-upgrade", () -> {
                ensemble.replace(ServiceKind.AUGMENT, "augment-1", now);
                awaitReady(ensemble);
                int epochs = runs.epochs("over-the-upgrade");
                await().atMost(LIMIT).until(() -> runs.epochs("over-the-upgrade") > epochs + 1);
                ensemble.replace(ServiceKind.AUGMENT, "augment-2", now);
                report.publishEntry("epochs_before_the_trainer", "" + runs.epochs("over-the-upgrade"));
                ensemble.replace(ServiceKind.TRAINER, "trainer", now);
                await().atMost(LIMIT)
                        .until(() ->
                                runs.record("over-the-upgrade").getStarted().getAttempt() == 2);
            });

            assertThat(overTheUpgrade.getBitExact())
                    .as("marked as resumed with other code")
                    .isFalse();
            assertThat(runs.finalParameters("all-new", () -> {})).isEqualTo(overTheUpgrade.getParametersSha256());
            theScorerIsReplacedWhileItIsCalled(ensemble, client, screen, now);
            ensemble.replace(ServiceKind.INGEST, "ingest", now);
            awaitReady(ensemble);
            assertThat(ingest(client, screen).objectsPut()).isZero();
        }
    }

    private static void theScorerIsReplacedWhileItIsCalled(
            SystemInParts ensemble, SystemClient client, SmallScreen screen, Path now) throws Exception {
        PredictRequest request = PredictRequest.newBuilder()
                .setDataset(SmallScreen.DATASET)
                .addWells(
                        WellKeys.of(Truth.read(screen.truth()).rows().getFirst().well()))
                .build();
        AtomicBoolean over = new AtomicBoolean();
        try (ScorerClient scorer = client.scorer()) {
            scorer.awaitServed(SmallScreen.DATASET, List.of("all-new"));
            PredictResponse before = scorer.predict(request);
            RetryingCaller caller = new RetryingCaller(List.of(scorer), number -> request, over::get);
            Thread calls = Thread.ofPlatform().start(caller);

            ensemble.replace(ServiceKind.SCORER, "scorer", now);
            awaitReady(ensemble);
            long answered = caller.tally().answered();
            await().atMost(LIMIT).until(() -> caller.tally().answered() > answered + 10);
            over.set(true);
            calls.join();

            assertThat(caller.tally().failures()).isEmpty();
            assertThat(scorer.predict(request)).isEqualTo(before);
        }
    }

    private static IngestJobs.Outcome ingest(SystemClient client, SmallScreen screen) throws Exception {
        return new IngestJobs(client).run(new DatasetId(SmallScreen.DATASET), screen.folder(), false);
    }

    private static void awaitReady(SystemInParts ensemble) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(ensemble.notReady()).isEmpty());
    }
}
