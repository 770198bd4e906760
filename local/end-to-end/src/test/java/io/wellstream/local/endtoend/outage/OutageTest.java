package io.wellstream.local.endtoend.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.files.Truth;
import io.wellstream.local.cli.soak.RetryingCaller;
import io.wellstream.local.endtoend.support.ConnectionAttempts;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.endtoend.support.SystemInParts;
import io.wellstream.local.endtoend.support.TestRuns;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.local.launcher.SupervisedProcess;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.WellKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * Seven service processes at work while each kind of them is stopped, and during outages of broker and object store. Every disturbed
 * run ends with the same parameters as the undisturbed one. Takes minutes, because an outage has to outlast every deadline.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class OutageTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final SmallScreen screen;
    private final SystemInParts ensemble;
    private final SystemClient client;
    private final TestRuns runs;
    private final List<URI> scorers;
    private final SupervisedProcess ingest;
    private ByteString undisturbed = ByteString.EMPTY;

    OutageTest(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws IOException, InterruptedException {
        screen = SmallScreen.simulate(folder);
        ensemble = new SystemInParts(folder.resolve("system"), screen.folder());
        ensemble.startBroker();
        ensemble.startStore();
        // slow, so that the process can be stopped in the middle of the screen
        ingest = ensemble.start(
                ServiceKind.INGEST,
                "ingest",
                Map.of(
                        "WELLSTREAM_INGEST_PIXEL_THREADS", "1",
                        "WELLSTREAM_INGEST_PUTS", "1",
                        "WELLSTREAM_INGEST_WELLS", "1"));
        ensemble.start(ServiceKind.AUGMENT, "augment-1");
        ensemble.start(ServiceKind.AUGMENT, "augment-2");
        ensemble.start(ServiceKind.TRAINER, "trainer-1");
        ensemble.start(ServiceKind.TRAINER, "trainer-2");
        scorers = List.of(
                ensemble.start(ServiceKind.SCORER, "scorer-1").url(),
                ensemble.start(ServiceKind.SCORER, "scorer-2").url());
        client = SystemClient.of(ensemble.endpoints());
        runs = new TestRuns(client);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(ensemble.notReady()).isEmpty());
    }

    @AfterAll
    void stop() {
        ensemble.close();
    }

    @Test
    @Order(1)
    void anIngestStoppedInTheMiddleContinuesAfterTheRestart() throws Exception {
        CompletableFuture<IngestJobs.Outcome> outcome = inBackground(
                () -> new IngestJobs(client).run(new DatasetId(SmallScreen.DATASET), screen.folder(), false));
        await().pollInterval(Duration.ofMillis(20))
                .atMost(LIMIT)
                .until(() -> client.table(Topics.WELLS, key -> true).size() > 3);

        ensemble.askToStop(ingest);

        assertThat(outcome.get(LIMIT.toSeconds(), TimeUnit.SECONDS).wells()).isEqualTo(SmallScreen.WELLS);
        assertThat(ensemble.restarts()).containsOnlyKeys("ingest");
        IngestJobs.Outcome again =
                new IngestJobs(client).run(new DatasetId(SmallScreen.DATASET), screen.folder(), true);
        assertThat(again.objectsPut()).isZero();
        assertThat(client.table(Topics.WELLS, key -> true)).hasSize(SmallScreen.WELLS);
    }

    @Test
    @Order(2)
    void aTrainerThatIsStoppedHandsItsRunToAnother(TestReporter report) throws Exception {
        undisturbed = runs.finalParameters("undisturbed", () -> {});

        ByteString handedOver = runs.finalParameters("handed-over", () -> {
            long asked = System.nanoTime();
            ensemble.askToStop(trainerOf("handed-over"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> runs.record("handed-over").getStarted().getAttempt() == 2
                            || runs.record("handed-over").hasFinished());
            report.publishEntry("hand_over_ms", millisSince(asked));
        });

        assertThat(handedOver).isEqualTo(undisturbed);
    }

    @Test
    @Order(3)
    void aStoppedWorkerDoesNotDelayItsRun() throws Exception {
        ByteString parameters =
                runs.finalParameters("worker-stopped", () -> ensemble.askToStop(ensemble.service("augment-1")));

        assertThat(parameters).isEqualTo(undisturbed);
    }

    @Test
    @Order(4)
    void callersThatRetryDoNotNoticeAScorerThatStops(TestReporter report) throws Exception {
        PredictRequest request = PredictRequest.newBuilder()
                .setDataset(SmallScreen.DATASET)
                .addWells(
                        WellKeys.of(Truth.read(screen.truth()).rows().getFirst().well()))
                .build();
        AtomicBoolean over = new AtomicBoolean();
        try (ScorerClient first = client.scorerAt(scorers.getFirst());
                ScorerClient second = client.scorerAt(scorers.getLast())) {
            first.awaitServed(SmallScreen.DATASET, List.of("worker-stopped"));
            RetryingCaller caller = new RetryingCaller(List.of(first, second), number -> request, over::get);
            Thread calls = Thread.ofPlatform().start(caller);

            for (String name : List.of("scorer-1", "scorer-2")) {
                ensemble.askToStop(ensemble.service(name));
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(ensemble.notReady()).isEmpty());
            }

            over.set(true);
            calls.join();
            report.publishEntry("calls", caller.tally().toString());
            assertThat(caller.tally().failures()).isEmpty();
            assertThat(caller.tally().answered()).isGreaterThan(100);
        }
    }

    @Test
    @Order(5)
    void runsSurviveAnOutageOfTheStore(TestReporter report) throws Exception {
        ByteString parameters = runs.finalParameters("store-away", () -> {
            ensemble.stopStore();
            try (ConnectionAttempts attempts = ensemble.attemptsAtStore()) {
                pass(Duration.ofSeconds(90));
                report.publishEntry("connection_attempts_at_store_in_90_s", String.valueOf(attempts.count()));
                assertThat(attempts.count()).isLessThan(90 * 7);
            }
            ensemble.startStore();
        });

        assertThat(parameters).isEqualTo(undisturbed);
    }

    @Test
    @Order(6)
    void runsSurviveAnOutageOfTheBroker(TestReporter report) throws Exception {
        Map<String, Integer> before = ensemble.restarts();
        ByteString parameters = runs.finalParameters("broker-away", () -> {
            ensemble.stopBroker();
            try (ConnectionAttempts attempts = ensemble.attemptsAtBroker()) {
                pass(Duration.ofSeconds(100));
                report.publishEntry("connection_attempts_at_broker_in_100_s", String.valueOf(attempts.count()));
                assertThat(attempts.count()).isLessThan(100 * 7 * 2);
            }
            ensemble.startBroker();
        });

        assertThat(parameters).isEqualTo(undisturbed);
        report.publishEntry("restarts", before + " then " + ensemble.restarts());
        assertThat(ensemble.restarts().get("scorer-1")).isEqualTo(before.get("scorer-1"));
        assertThat(ensemble.restarts().get("ingest")).isEqualTo(before.get("ingest"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(ensemble.notReady()).isEmpty());
    }

    @Test
    @Order(7)
    void aBrokerThatLostItsDataEndsEveryServiceWithAClearMessage() throws Exception {
        ensemble.stopBroker();
        ensemble.startBroker("another-folder");

        for (SupervisedProcess service : ensemble.services()) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(Files.readString(service.log()))
                    .as(service.name())
                    .contains("the broker lost its data, or one of the two addresses is wrong"));
        }
    }

    private SupervisedProcess trainerOf(String run) {
        String id = runs.record(run).getStarted().getTrainer();
        return ensemble.service(id.substring(0, id.indexOf('/')));
    }

    private static void pass(Duration time) {
        try {
            assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String millisSince(long nanos) {
        return String.valueOf(Duration.ofNanos(System.nanoTime() - nanos).toMillis());
    }

    private interface Work<T> {
        T go() throws Exception;
    }

    private static <T> CompletableFuture<T> inBackground(Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(work.go());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        return result;
    }
}
