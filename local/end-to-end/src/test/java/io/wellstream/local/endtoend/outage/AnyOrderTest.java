package io.wellstream.local.endtoend.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wellstream.local.endtoend.support.ConnectionAttempts;
import io.wellstream.local.endtoend.support.SystemInParts;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.local.launcher.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Service processes that start before broker and object store do, and stop on a signal. */
class AnyOrderTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration SECONDS = Duration.ofSeconds(20);

    @Test
    void servicesWaitForBrokerAndStoreAndStopOnASignal(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        try (SystemInParts ensemble = new SystemInParts(folder, folder)) {
            List<SupervisedProcess> services;
            try (ConnectionAttempts broker = ensemble.attemptsAtBroker();
                    ConnectionAttempts store = ensemble.attemptsAtStore()) {
                services = List.of(
                        ensemble.start(ServiceKind.INGEST, "ingest"),
                        ensemble.start(ServiceKind.AUGMENT, "augment"),
                        ensemble.start(ServiceKind.TRAINER, "trainer"),
                        ensemble.start(ServiceKind.SCORER, "scorer"));
                for (SupervisedProcess service : services) {
                    await().atMost(LIMIT).untilAsserted(() -> assertThat(ensemble.ask(service, "/q/health/live"))
                            .as(service.name())
                            .startsWith("200"));
                    assertThat(ensemble.ask(service, "/q/health/ready"))
                            .startsWith("503")
                            .contains("broker at 127.0.0.1:")
                            .contains("object store at http://127.0.0.1:");
                }
                await().atMost(LIMIT).until(() -> broker.count() > 20 && store.count() > 20);
                for (SupervisedProcess service : services) {
                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(complaints(service)).hasSize(1));
                }
            }

            ensemble.startStore();
            ensemble.startBroker();

            await().atMost(SECONDS)
                    .untilAsserted(() -> assertThat(ensemble.notReady()).isEmpty());
            assertThat(ensemble.restarts()).isEmpty();
            for (SupervisedProcess service : services) {
                assertThat(complaints(service))
                        .as("logged once, not at every attempt")
                        .hasSize(1);
                endsWithin30Seconds(service);
            }
        }
    }

    private static List<String> complaints(SupervisedProcess service) throws IOException {
        return Files.readAllLines(service.log()).stream()
                .filter(line -> line.contains("waiting for broker") || line.contains("broker unavailable"))
                .toList();
    }

    /** Two signals: the second changes nothing. */
    private static void endsWithin30Seconds(SupervisedProcess service) throws Exception {
        ProcessHandle process = ProcessHandle.of(service.pid()).orElseThrow();
        process.destroy();
        process.destroy();
        await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Files.readString(service.log())).contains("ended with code"));
        assertThat(Files.readString(service.log())).contains("ended with code 143");
    }
}
