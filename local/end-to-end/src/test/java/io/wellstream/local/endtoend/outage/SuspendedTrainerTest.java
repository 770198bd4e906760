package io.wellstream.local.endtoend.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.endtoend.support.Signals;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.endtoend.support.SystemInParts;
import io.wellstream.local.endtoend.support.TestRuns;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.local.launcher.SupervisedProcess;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A trainer is stopped by SIGSTOP for longer than its claim lives, and continued when another trainer has finished its run. What
 * it still writes and deletes then changes nothing.
 */
@Tag("long")
class SuspendedTrainerTest {
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final Duration SUSPENDED = Duration.ofSeconds(60);

    @Test
    void aSuspendedTrainerThatContinuesChangesNothingOfTheRunThatAnotherFinished(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder, TestReporter report) throws Exception {
        SmallScreen screen = SmallScreen.simulate(folder);
        try (SystemInParts ensemble = new SystemInParts(folder.resolve("system"), screen.folder())) {
            ensemble.startBroker();
            ensemble.startStore();
            ensemble.start(ServiceKind.INGEST, "ingest");
            ensemble.start(ServiceKind.AUGMENT, "augment-1");
            ensemble.start(ServiceKind.SCORER, "scorer");
            ensemble.start(ServiceKind.TRAINER, "trainer-1");
            ensemble.start(ServiceKind.TRAINER, "trainer-2");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(ensemble.notReady()).isEmpty());
            SystemClient client = SystemClient.of(ensemble.endpoints());
            TestRuns runs = new TestRuns(client);
            new IngestJobs(client).run(new DatasetId(SmallScreen.DATASET), screen.folder(), false);
            ByteString undisturbed = runs.finalParameters("undisturbed", () -> {});

            ByteString taken = runs.finalParameters("taken-over", () -> {
                SupervisedProcess loser = trainerOf(ensemble, runs.record("taken-over"));
                long stopped = System.nanoTime();
                Signals.send("STOP", loser.pid());
                await().atMost(LIMIT)
                        .until(() -> runs.record("taken-over").hasFinished()
                                && System.nanoTime() - stopped > SUSPENDED.toNanos());
                report.publishEntry(
                        "suspended_s",
                        "" + Duration.ofNanos(System.nanoTime() - stopped).toSeconds());
                Signals.send("CONT", loser.pid());
                await().atMost(LIMIT).until(() -> Files.readString(loser.log()).contains("left run=taken-over"));
            });

            assertThat(taken).isEqualTo(undisturbed);
            RunRecord record = runs.record("taken-over");
            assertThat(record.getFinished().getAttempt()).isEqualTo(2);
            assertThat(wholeCheckpoints(client, "taken-over"))
                    .contains(record.getFinished().getSteps());
            assertThat(wholeCheckpoints(client, "taken-over")).isEqualTo(wholeCheckpoints(client, "undisturbed"));
            assertThat(ensemble.restarts()).isEmpty();
        }
    }

    /** The steps of a run's checkpoints, all of which have a network of the right digest. */
    private static List<Long> wholeCheckpoints(SystemClient client, String run) throws IOException {
        try (ObjectStore store = ObjectStore.connect(client.store());
                Stream<ObjectInfo> objects =
                        store.list(ObjectKeys.checkpoints(new DatasetId(SmallScreen.DATASET), new RunId(run)))) {
            return objects.map(ObjectInfo::key)
                    .filter(key -> key.path().contains("/complete-"))
                    .map(key -> wholeCheckpoint(store, key))
                    .sorted()
                    .toList();
        }
    }

    private static long wholeCheckpoint(ObjectStore store, ObjectKey key) {
        try {
            CheckpointComplete complete =
                    CheckpointComplete.parseFrom(store.read(key).orElseThrow().bytes());
            assertThat(store.get(complete.getNetwork())).isNotEmpty();
            return complete.getStep();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SupervisedProcess trainerOf(SystemInParts ensemble, RunRecord record) {
        String id = record.getStarted().getTrainer();
        return ensemble.service(id.substring(0, id.indexOf('/')));
    }
}
