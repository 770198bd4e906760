package io.wellstream.local.cli.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wellstream.local.cli.client.HttpApi;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.launcher.Endpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that die, hang, move and come back under a call, and what the user reads then. */
class SystemLinkTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration RESTART = Duration.ofSeconds(2);
    private static final long THIS = ProcessHandle.current().pid();

    @TempDir
    private Path data = Path.of("");

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final FakeService first;
    private final FakeService second;
    private SystemOnDisk system = new SystemOnDisk(data);

    SystemLinkTest() throws Exception {
        first = FakeService.answering(200, "first");
        second = FakeService.answering(200, "second");
    }

    @BeforeEach
    void start() throws Exception {
        system = new SystemOnDisk(data);
        system.runsAt(first.url(), THIS);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void aServiceThatIsRestartedIsSaidOnceAndTheCallIsRepeated() throws Exception {
        HttpApi trainer = client().trainerApi();
        first.stop();

        CompletableFuture<String> call = inBackground(() -> trainer.text("/v1/runs"));
        await().atMost(LIMIT).until(() -> !said.isEmpty());
        first.startAgain();

        assertThat(call.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(said)
                .containsExactly(
                        "Nothing answers at " + first.url()
                                + ", the address of the trainer. Waiting for it; its log is "
                                + data.resolve("logs/trainer.log"),
                        "The trainer answers again.");
    }

    @Test
    void aServiceThatHangsIsSaidWithinSecondsAndOnce() throws Exception {
        HttpApi trainer = client().trainerApi();
        first.hang();

        CompletableFuture<String> call = inBackground(() -> trainer.text("/v1/runs"));
        long started = System.nanoTime();
        await().atMost(LIMIT).until(() -> !said.isEmpty());
        Duration noticed = Duration.ofNanos(System.nanoTime() - started);
        first.answerAgain();

        assertThat(call.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(noticed).isLessThan(Duration.ofSeconds(30)); // about 10 s on an idle machine
        assertThat(said.getFirst())
                .isEqualTo("The trainer at " + first.url() + " does not answer. Waiting for it; its log is "
                        + data.resolve("logs/trainer.log"));
        assertThat(said)
                .hasSizeLessThanOrEqualTo(2)
                .filteredOn(line -> line.contains("does not"))
                .hasSize(1);
    }

    @Test
    void aSystemThatWasStartedAgainElsewhereIsFound() throws Exception {
        HttpApi trainer = client().trainerApi();
        first.stop();
        system.isStopped();

        CompletableFuture<String> call = inBackground(() -> trainer.text("/v1/runs"));
        await().atMost(LIMIT).until(() -> !said.isEmpty());
        system.runsAt(second.url(), THIS);

        assertThat(call.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("second");
        assertThat(said)
                .containsExactly(
                        "The system on " + data + " has stopped. Waiting 2 s for it to be started again.",
                        "The system on " + data + " runs again.");
    }

    @Test
    void aSystemThatStaysAwayEndsTheCall() throws Exception {
        HttpApi trainer = client().trainerApi();
        first.stop();
        Process launcher = new ProcessBuilder("sleep", "0").start();
        assertThat(launcher.waitFor()).isZero();
        system.runsAt(first.url(), launcher.pid());

        assertThatThrownBy(() -> trainer.text("/v1/runs"))
                .isInstanceOf(SystemGoneException.class)
                .hasMessage("the system on " + data + " has stopped and was not started again within 2 s");
        assertThat(said)
                .containsExactly("The system on " + data + " has stopped: its launcher, process " + launcher.pid()
                        + ", was killed. Waiting 2 s for it to be started again.");
    }

    @Test
    void aSystemThatTakesLongToStartIsWaitedFor() throws Exception {
        HttpApi trainer = client().trainerApi();
        first.stop();
        system.isStopped();
        Process launcher = new ProcessBuilder("sleep", "600").start();
        try {
            system.isHeldBy(launcher.pid());

            CompletableFuture<String> call = inBackground(() -> trainer.text("/v1/runs"));
            await().during(RESTART.multipliedBy(2)).atMost(LIMIT).until(() -> !call.isDone());
            system.runsAt(second.url(), THIS);

            assertThat(call.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("second");
            assertThat(said)
                    .containsExactly(
                            "The system on " + data + " is starting. Waiting for it.",
                            "The system on " + data + " runs again.");
        } finally {
            launcher.destroyForcibly();
        }
    }

    @Test
    void aRefusalByAnotherProcessAtTheOldAddressIsNotBelieved() throws Exception {
        try (FakeService stranger = FakeService.answering(404, "{\"detail\":\"what run?\"}")) {
            system.runsAt(stranger.url(), THIS);
            HttpApi trainer = client().trainerApi();
            system.runsAt(second.url(), THIS);

            assertThat(trainer.text("/v1/runs")).isEqualTo("second");
            assertThat(stranger.requests()).containsExactly("GET /v1/runs");
        }
    }

    @Test
    void aRefusalByTheSystemItselfIsTheAnswer() throws Exception {
        try (FakeService refusing = FakeService.answering(404, "{\"detail\":\"no such run\"}")) {
            system.runsAt(refusing.url(), THIS);
            HttpApi trainer = client().trainerApi();

            assertThatThrownBy(() -> trainer.text("/v1/runs"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("no such run");
            assertThat(refusing.requests()).hasSize(1);
        }
    }

    @Test
    void aCallWithoutPatienceFailsAtOnce() {
        first.stop();

        assertThatThrownBy(() -> client().runsNow().find("huvec-1")).isInstanceOf(AwayException.class);
        assertThat(said).isEmpty();
    }

    private SystemClient client() {
        SystemAddress address = SystemAddress.of(Endpoints.read(data).orElseThrow());
        return new SystemClient(SystemLink.to(new SystemSource.OnThisMachine(data), address, RESTART, said::add));
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> call) {
        return CompletableFuture.supplyAsync(
                call, command -> Thread.ofPlatform().name("call").daemon().start(command));
    }
}
