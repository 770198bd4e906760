package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.local.launcher.server.ServerProcess;
import io.wellstream.local.launcher.server.ServerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How S3 servers are started as processes; the servers themselves are tested where their programs are. */
class ServerProgramTest {
    private final Path folder;

    ServerProgramTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aProgramOfAnUnknownServerIsRefused() throws Exception {
        Path other = program("other", "");

        assertThatThrownBy(() -> ServerProgram.of(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(other.toString())
                .hasMessageContaining("named weed (SeaweedFS) or minio");
    }

    @Test
    void aFileThatIsNoProgramIsRefused() {
        assertThatThrownBy(() -> ServerProgram.of(folder.resolve("weed")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("store program " + folder.resolve("weed") + " is not an executable file");
    }

    /** The script is in place of a server: it writes what it is given, and ends. */
    @Test
    void aServerThatEndsAtItsStartIsNamedWithItsLastWords() throws Exception {
        ServerProgram weed = ServerProgram.of(program("weed", "echo key=$AWS_ACCESS_KEY_ID; echo no disk; exit 3"));

        assertThatThrownBy(() -> start(weed))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("weed") + " ended: key=wellstream; no disk")
                .hasMessageContaining("objects.log");
    }

    @Test
    void seaweedGetsAllItsPortsOnLoopbackAndReportsToNobody() throws Exception {
        ServerProgram weed = ServerProgram.of(program("weed", "printf '%s ' \"$@\"; exit 1"));

        assertThatThrownBy(() -> start(weed)).isInstanceOf(IOException.class);

        assertThat(Files.readString(folder.resolve("objects.log")))
                .contains("-ip.bind=127.0.0.1", "-dir=" + folder.resolve("objects"), "-master.telemetry=false")
                .containsPattern("-s3.port=\\d+ ")
                .containsPattern("-s3.port.grpc=\\d+ ")
                .containsPattern("-master.port.grpc=\\d+ ")
                .containsPattern("-volume.port.grpc=\\d+ ")
                .containsPattern("-filer.port.grpc=\\d+ ")
                .doesNotContain("a-secret-of-the-test");
    }

    private ServerProcess start(ServerProgram program) throws IOException {
        return ServerProcess.start(program, folder.resolve("objects"), FreePort::find, "a-secret-of-the-test");
    }

    private Path program(String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
