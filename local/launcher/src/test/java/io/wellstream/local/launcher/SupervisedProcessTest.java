package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    SupervisedProcessTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void silence() {
        LauncherLog.silence();
    }

    @Test
    void aKilledProcessIsRestartedAtItsPort() throws Exception {
        CountDownLatch restarted = new CountDownLatch(1);
        try (SupervisedProcess service =
                SupervisedProcess.start(launch(folder, FreePort.find()), restarted::countDown)) {
            await().atMost(LIMIT).until(() -> service.isReady(http));
            long first = service.pid();

            service.kill();

            assertThat(restarted.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            await().atMost(LIMIT).until(() -> service.isReady(http));
            assertThat(service.pid()).isNotEqualTo(first);
            assertThat(service.restarts()).isEqualTo(1);
        }
    }

    @Test
    void aStoppedProcessStaysStopped() throws Exception {
        SupervisedProcess service = SupervisedProcess.start(launch(folder, FreePort.find()), () -> {});
        await().atMost(LIMIT).until(() -> service.isReady(http));
        long pid = service.pid();

        service.close();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(service.isAlive()).isFalse();
        assertThat(service.restarts()).isZero();
    }

    @Test
    void theOutputOfABrokenProcessIsInItsLog() throws Exception {
        List<String> command =
                List.of(JAVA, "-cp", classFolder(StandInService.class), StandInService.class.getName(), "broken");
        Path log = folder.resolve("broken.log");
        try (SupervisedProcess service =
                SupervisedProcess.start(new SupervisedProcess.Launch("broken", 1, command, Map.of(), log), () -> {})) {
            await().atMost(LIMIT).until(() -> service.restarts() > 0);
        }

        assertThat(Files.readString(log)).contains("the configuration is wrong").contains("ended with code 3");
    }

    @Test
    void aProcessWhoseLogCannotBeWrittenIsRestartedAllTheSame() throws Exception {
        Path log = folder.resolve("away").resolve("broken.log");
        Files.createDirectories(log.getParent());
        List<String> command =
                List.of(JAVA, "-cp", classFolder(StandInService.class), StandInService.class.getName(), "broken");
        try (SupervisedProcess service =
                SupervisedProcess.start(new SupervisedProcess.Launch("broken", 1, command, Map.of(), log), () -> {})) {
            Files.delete(log);
            Files.delete(log.getParent()); // now neither a line can be appended nor the process started
            await().during(Duration.ofSeconds(2)).atMost(LIMIT).until(() -> service.restarts() == 0);

            Files.createDirectories(log.getParent());

            await().atMost(LIMIT).until(() -> service.restarts() > 0);
            await().atMost(LIMIT).until(() -> service.lastWords().contains("the configuration is wrong"));
        }
    }

    @Test
    void aProcessWhoseRestartMeetsAnErrorIsRestartedLater() throws Exception {
        UnreadableOnce command = new UnreadableOnce(
                List.of(JAVA, "-cp", classFolder(StandInService.class), StandInService.class.getName(), "broken"));
        Path log = folder.resolve("broken.log");
        try (SupervisedProcess service =
                SupervisedProcess.start(new SupervisedProcess.Launch("broken", 1, command, Map.of(), log), () -> {})) {
            await().atMost(LIMIT).until(() -> service.restarts() > 0);
        }

        assertThat(command.reads).hasValueGreaterThanOrEqualTo(3);
    }

    /** A command whose second reading, for the first restart, meets an error. */
    private static final class UnreadableOnce extends AbstractList<String> {
        private final AtomicInteger reads = new AtomicInteger();
        private final List<String> words;

        private UnreadableOnce(List<String> words) {
            this.words = words;
        }

        @Override
        public String get(int index) {
            if (index == 0 && reads.incrementAndGet() == 2) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return words.get(index);
        }

        @Override
        public int size() {
            return words.size();
        }
    }

    @Test
    void aChildDoesNotOutliveALauncherThatIsKilled() throws Exception {
        Process launcher = new ProcessBuilder(
                        JAVA,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShortLivedLauncher.class.getName(),
                        folder.toString())
                .redirectError(folder.resolve("launcher.err").toFile())
                .start();
        ProcessHandle child;
        try (BufferedReader output = launcher.inputReader()) {
            child = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("parent-watch.jar")));

            launcher.destroyForcibly();

            await().atMost(LIMIT).until(() -> !child.isAlive());
        } finally {
            launcher.destroyForcibly();
        }
    }

    static SupervisedProcess.Launch launch(Path folder, int port) throws IOException, URISyntaxException {
        Path agent = ParentWatch.writeAgent(folder);
        List<String> command = List.of(
                JAVA,
                "-javaagent:" + agent,
                "-cp",
                classFolder(StandInService.class),
                StandInService.class.getName(),
                String.valueOf(port));
        return new SupervisedProcess.Launch("stand-in", port, command, Map.of(), folder.resolve("stand-in.log"));
    }

    private static String classFolder(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }
}
