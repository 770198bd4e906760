package io.wellstream.local.endtoend.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.endtoend.support.CommandProcess;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.endtoend.support.SystemInParts;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.local.launcher.SupervisedProcess;
import io.wellstream.wire.kafka.Topics;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The ingest service is killed by SIGKILL in the middle of a job, which its next process continues. */
@Tag("long")
class IngestRestartTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Path folder;
    private final SmallScreen screen;
    private final SystemInParts parts;
    private final SupervisedProcess ingest;
    private final SystemClient client;

    IngestRestartTest(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        this.folder = folder;
        screen = SmallScreen.simulate(folder);
        parts = new SystemInParts(folder.resolve("system"), screen.folder());
        parts.startBroker();
        parts.startStore();
        // slow, so that the process can be killed in the middle of the screen
        ingest = parts.start(
                ServiceKind.INGEST,
                "ingest",
                Map.of(
                        "WELLSTREAM_INGEST_PIXEL_THREADS", "1",
                        "WELLSTREAM_INGEST_PUTS", "1",
                        "WELLSTREAM_INGEST_WELLS", "1"));
        parts.start(ServiceKind.TRAINER, "trainer"); // the command line asks for the addresses of all
        parts.start(ServiceKind.SCORER, "scorer");
        parts.start(ServiceKind.AUGMENT, "augment");
        client = SystemClient.of(parts.endpoints());
        await().atMost(LIMIT).untilAsserted(() -> assertThat(parts.notReady()).isEmpty());
    }

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    void aKilledJobGoesOnByItselfAndItsClientSeesItThrough() throws Exception {
        try (CommandProcess command = CommandProcess.start(
                parts.endpoints(), folder, "ingest", screen.folder().toString(), "--dataset", "followed")) {
            killInTheMiddle("followed");

            assertThat(command.end()).as(command.printed()).isZero();
            assertThat(command.printed()).contains(SmallScreen.WELLS + " of " + SmallScreen.WELLS + " wells ingested");
        }
        assertThat(events()).isEqualTo(SmallScreen.WELLS);

        request("alone");
        killInTheMiddle("alone");

        await().atMost(LIMIT)
                .until(() -> client.table(Topics.INGESTS, key -> key.startsWith("alone/"))
                                .size()
                        == 1);
        assertThat(events()).isEqualTo(2L * SmallScreen.WELLS);
        assertThat(client.table(Topics.INGEST_JOBS, key -> true)).isEmpty();
    }

    private void killInTheMiddle(String dataset) {
        await().pollInterval(Duration.ofMillis(20))
                .atMost(LIMIT)
                .until(() -> client.table(Topics.WELLS, key -> key.startsWith(dataset + "/"))
                                .size()
                        > 3);
        int restarts = ingest.restarts();
        ingest.kill();
        assertThat(client.table(Topics.WELLS, key -> key.startsWith(dataset + "/")))
                .as("killed too late")
                .hasSizeLessThan(SmallScreen.WELLS);
        await().atMost(LIMIT).until(() -> ingest.restarts() > restarts);
    }

    /** Requests a job and does not follow it. */
    private void request(String job) throws Exception {
        String body = "{\"id\": \"%s\", \"dataset\": \"%s\", \"source\": \"%s\"}".formatted(job, job, screen.folder());
        HttpRequest request = HttpRequest.newBuilder(ingest.url().resolve("/v1/ingests"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + parts.endpoints().token())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        }
    }

    /** How many events were ever sent about wells; compaction has not begun yet. */
    private long events() throws Exception {
        try (Admin admin = Admin.create(parts.endpoints().kafkaConfig().client(Map.of()))) {
            Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, Topics.WELLS.partitions())
                    .mapToObj(partition -> new TopicPartition(Topics.WELLS.name(), partition))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        }
    }
}
