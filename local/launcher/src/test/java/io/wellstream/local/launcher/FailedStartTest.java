package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails says why: real brokers and stores on broken folders, and the words of processes that ended. */
class FailedStartTest {
    private final Path folder;

    FailedStartTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void silence() {
        LauncherLog.silence();
    }

    @Test
    void aBrokersFolderOfAnotherClusterIsNamed() throws Exception {
        EmbeddedKafka.start(folder.resolve("kafka")).close();
        Files.writeString(folder.resolve("kafka/cluster-id"), "AAAAAAAAAAAAAAAAAAAAAA");

        assertThatThrownBy(this::startServers)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Invalid cluster.id in: " + folder.resolve("kafka/log/meta.properties"))
                .hasMessageContaining("Expected AAAAAAAAAAAAAAAAAAAAAA, but read ");
    }

    @Test
    void aFileInPlaceOfTheBrokersFolderIsNamed() throws Exception {
        Files.writeString(folder.resolve("kafka"), "no folder");

        assertThatThrownBy(this::startServers)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("kafka").toString())
                .hasMessageNotContaining("ExecutionException");
    }

    @Test
    void aFileInPlaceOfTheObjectsFolderIsNamed() throws Exception {
        Files.writeString(folder.resolve("objects"), "no folder");

        assertThatThrownBy(this::startServers)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("objects").toString());
        Files.delete(folder.resolve("objects"));
        startServers(); // the broker of the first attempt has released its folder
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (EmbeddedStore first = EmbeddedStore.start(folder.resolve("objects"))) {
            EmbeddedStore.Listener same =
                    EmbeddedStore.Listener.http(first.config().endpoint().toString());

            assertThatThrownBy(() -> EmbeddedStore.start(folder.resolve("other"), same, "key", "secret"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            String.valueOf(first.config().endpoint().getPort()));
        }
    }

    @Test
    void aBrokerThatHaltsDuringItsStartLeavesItsReasonInTheLog() throws Exception {
        Path log = folder.resolve("launcher.log");
        Process launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HaltingLauncher.class.getName(),
                        log.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("launcher.out").toFile())
                .start();

        assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(launcher.exitValue()).isEqualTo(7);
        List<String> words = LastWords.of(log, 0);
        assertThat(words).last().asString().contains("the broker halted").contains("all log dirs have failed");
    }

    private void startServers() throws IOException {
        BrokerAndStore.start(folder.resolve("kafka"), folder.resolve("objects")).close();
    }
}
