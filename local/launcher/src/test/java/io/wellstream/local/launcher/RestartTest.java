package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
    private final Path folder;

    RestartTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void silence() {
        LauncherLog.silence();
    }

    @Test
    void messagesAndObjectsSurviveARestart() throws Exception {
        RunRecord run = RunRecord.newBuilder().setRun("first").build();
        ObjectRef object;
        try (BrokerAndStore servers = BrokerAndStore.start(folder.resolve("kafka"), folder.resolve("objects"));
                MessageSender sender = new MessageSender(servers.kafka());
                ObjectStore store = ObjectStore.connect(servers.store())) {
            sender.sendAndWait(Topics.RUNS, "first", run);
            object = store.putIfAbsent(new ObjectKey("a/b"), new byte[] {1, 2, 3})
                    .ref();
        }

        try (BrokerAndStore servers = BrokerAndStore.start(folder.resolve("kafka"), folder.resolve("objects"));
                ObjectStore store = ObjectStore.connect(servers.store());
                LatestByKey<RunRecord> runs = new LatestByKey<>(servers.kafka(), Topics.RUNS, failure -> {})) {
            runs.start();

            assertThat(runs.awaitCaughtUp(Duration.ofSeconds(60))).isTrue();
            assertThat(runs.get("first")).contains(run);
            assertThat(store.get(object)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aDataFolderHasOneSystem() throws Exception {
        try (DataFolder first = DataFolder.lock(folder)) {
            assertThat(first.log("launcher")).hasParentRaw(folder.resolve("logs"));
            assertThatThrownBy(() -> DataFolder.lock(folder))
                    .isInstanceOf(LocalSystemException.class)
                    .hasMessageContaining("in use")
                    .hasMessageContaining(folder.toString());
        }

        DataFolder.lock(folder).close();
    }

    @Test
    void endpointsAreReadAsWrittenAndOnlyByTheirOwner() throws Exception {
        Endpoints endpoints = new Endpoints(
                ProcessHandle.current().pid(),
                "127.0.0.1:9092",
                new Endpoints.StoreAddress("http://127.0.0.1:9000", "wellstream", "a", "secret"),
                "token",
                "http://127.0.0.1:8080/",
                Map.of("augment-1", new Endpoints.ServiceAddress("http://127.0.0.1:8082", 7)));

        endpoints.write(folder);

        assertThat(Endpoints.find(folder)).contains(endpoints);
        assertThat(endpoints.url(ServiceKind.AUGMENT)).hasToString("http://127.0.0.1:8082");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("endpoints.json"))))
                .isEqualTo("rw-------");
        assertThat(endpoints.toString()).doesNotContain("secret").doesNotContain("token");
    }

    @Test
    void aFolderWithoutASystemHasNoEndpoints() {
        assertThat(Endpoints.find(folder)).isEmpty();
    }
}
