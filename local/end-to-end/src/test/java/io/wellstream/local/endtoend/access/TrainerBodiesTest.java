package io.wellstream.local.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.local.launcher.LauncherLog;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The trainer receives files on one path, and only small documents on all others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainerBodiesTest {
    private static final String FILES = "/v1/onnx-files?dataset=small";
    private static final long GIGABYTE = 1L << 30;
    private static final byte[] CHUNK =
            ("10000\r\n" + " ".repeat(1 << 16) + "\r\n").getBytes(StandardCharsets.US_ASCII);

    private final LocalSystem system;

    TrainerBodiesTest(@TempDir Path folder) throws Exception {
        LauncherLog.silence();
        system = LocalSystem.start(LocalConfig.of(folder.resolve("data"))
                .without(ServiceKind.AUGMENT)
                .without(ServiceKind.INGEST)
                .without(ServiceKind.SCORER));
    }

    @AfterAll
    void stop() {
        system.close();
    }

    @Test
    void aLargeDocumentIsRefusedByItsHeader() throws Exception {
        assertThat(call("/v1/runs", "application/json", "Content-Length: " + (2 << 20), out -> {}))
                .startsWith("HTTP/1.1 413 ")
                .contains("the body declares 2097152 bytes; expected at most 1048576");
    }

    @Test
    void anEndlessDocumentIsCutOff() throws Exception {
        long[] written = new long[1];
        String answer = call("/v1/runs/specification", "application/json", "Transfer-Encoding: chunked", out -> {
            while (written[0] < GIGABYTE / 4) {
                out.write(CHUNK);
                written[0] += CHUNK.length;
            }
        });

        assertThat(written[0]).isLessThan(GIGABYTE / 8);
        assertThat(answer).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aFileMayBeLargerButNotAnySize() throws Exception {
        byte[] file = new byte[4 << 20];
        String read = call(FILES, "application/octet-stream", "Content-Length: " + file.length, out -> out.write(file));
        String unread = call(FILES, "application/octet-stream", "Content-Length: " + (GIGABYTE + 1), out -> {});

        assertThat(read).startsWith("HTTP/1.1 400 ").contains("it is not an ONNX file");
        assertThat(unread)
                .startsWith("HTTP/1.1 413 ")
                .contains("the body declares 1073741825 bytes; expected at most 1073741824");
    }

    private String call(String path, String type, String header, RawHttpCall.Body body) throws IOException {
        URI trainer = system.endpoints().url(ServiceKind.TRAINER);
        String head = "POST " + path + " HTTP/1.1\r\nHost: " + trainer.getAuthority() + "\r\nAuthorization: Bearer "
                + system.endpoints().token() + "\r\nConnection: close\r\nContent-Type: " + type + "\r\n" + header
                + "\r\n\r\n";
        return RawHttpCall.send(trainer, head, body);
    }
}
