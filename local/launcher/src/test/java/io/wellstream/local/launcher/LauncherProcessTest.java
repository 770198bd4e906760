package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherProcessTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void theProcessThatHoldsAFolderIsKnownWithItsSettings() throws Exception {
        LauncherProcess launcher = LauncherProcess.current(Map.of("WELLSTREAM_INGEST_ROOTS", "/data"));

        launcher.write(folder);

        assertThat(LauncherProcess.holding(folder)).contains(launcher);
        LauncherProcess.remove(folder);
        assertThat(LauncherProcess.holding(folder)).isEmpty();
    }

    @Test
    void aLaterProcessOfTheSameNumberIsAnotherOne() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "skipped: the start of a process is known on Linux only");
        LauncherProcess now = LauncherProcess.current(Map.of());

        new LauncherProcess(now.pid(), now.startTicks() - 1, Map.of()).write(folder);

        assertThat(LauncherProcess.holding(folder)).isEmpty();
    }

    @Test
    void aKilledProcessDoesNotHoldItsFolder() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "600").start();
        new LauncherProcess(sleeper.pid(), LauncherProcess.startTicks(sleeper.pid()), Map.of()).write(folder);
        assertThat(LauncherProcess.holding(folder)).isPresent();

        sleeper.destroyForcibly();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(LauncherProcess.holding(folder)).isEmpty());
    }

    /** As in a container whose first process does not ask for exit codes. */
    @Test
    void aProcessThatHasEndedIsDeadEvenIfItsParentDoesNotAskForItsExitCode() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "skipped: only Linux shows such processes");
        Process parent = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        try {
            long child = Long.parseLong(parent.inputReader().readLine());
            Path command = Path.of("/proc", String.valueOf(parent.pid()), "comm");
            await().atMost(Duration.ofSeconds(30)) // a shell would ask for the exit code
                    .until(() -> Files.readString(command).strip().equals("sleep"));

            ProcessHandle.of(child).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofSeconds(30)).until(() -> !LauncherProcess.isAlive(child));
            assertThat(Path.of("/proc", String.valueOf(child))).isDirectory();
        } finally {
            parent.destroyForcibly();
        }
    }
}
