package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLogsTest {
    @Test
    void aLogThatIsTooLargeIsEmptiedWhileItsProcessAppendsToIt(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("trainer.log");
        Process writer = new ProcessBuilder("sh", "-c", "head -c 11000000 /dev/zero; read line; echo later")
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        while (Files.size(log) < 11_000_000) {
            Thread.onSpinWait();
        }

        ServiceLogs.bound(List.of(log));
        writer.getOutputStream().write("go on\n".getBytes(StandardCharsets.UTF_8));
        writer.getOutputStream().close();
        assertThat(writer.waitFor()).isZero();

        assertThat(log).hasContent("later");
        assertThat(Files.size(folder.resolve("trainer.log.1"))).isEqualTo(11_000_000);
    }

    @Test
    void aSmallLogAndOneThatDoesNotExistStayAsTheyAre(@TempDir Path folder) throws Exception {
        Path log = Files.writeString(folder.resolve("ingest.log"), "small");

        ServiceLogs.bound(List.of(log, folder.resolve("none.log")));

        assertThat(log).hasContent("small");
        assertThat(folder.toFile().list()).containsExactly("ingest.log");
    }
}
