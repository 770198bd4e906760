package io.wellstream.local.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.local.launcher.LauncherLog;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.ServiceKind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that sends a byte of its request at a time, to a real process. */
class SlowSendersTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_BYTES = Duration.ofMillis(50);

    @Test
    void aRequestThatArrivesAByteAtATimeIsRefusedAndItsConnectionEnds(@TempDir Path folder) throws Exception {
        LauncherLog.silence();
        LocalConfig config = LocalConfig.of(folder.resolve("data"))
                .without(ServiceKind.AUGMENT)
                .without(ServiceKind.TRAINER)
                .without(ServiceKind.SCORER)
                .withEnvironment("WELLSTREAM_CLIENTS_PATIENCE", "2s");
        try (LocalSystem system = LocalSystem.start(config);
                HttpClient http = HttpClient.newHttpClient()) {
            IngestCalls calls = new IngestCalls(system.endpoints(), http);

            String answer = calls.raw("Content-Length: 1000000", SlowSendersTest::dribble);

            assertThat(answer)
                    .startsWith("HTTP/1.1 408 ")
                    .contains("application/problem+json", "the request has not arrived within 2000 ms");
        }
    }

    /** Ends when the server ends the connection. */
    private static void dribble(OutputStream out) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            out.write(' ');
            out.flush();
            LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
        }
        throw new AssertionError("the server took bytes for " + LIMIT.toSeconds() + " s");
    }
}
