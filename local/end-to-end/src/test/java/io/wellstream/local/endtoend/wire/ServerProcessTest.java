package io.wellstream.local.endtoend.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.local.cli.soak.StoredBytes;
import io.wellstream.local.launcher.FreePort;
import io.wellstream.local.launcher.server.ServerProcess;
import io.wellstream.local.launcher.server.ServerProgram;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.Put;
import io.wellstream.wire.store.StoreConfig;
import io.wellstream.wire.store.StoreRefusedException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The behaviour of every object store, of a server that people run: deploy/object-store/check gives its program. */
@EnabledIfSystemProperty(named = "wellstream.store.program", matches = ".+")
class ServerProcessTest extends ObjectServerContract {
    private static ServerProcess server;
    private static ObjectStore store;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        ServerProgram program = ServerProgram.of(Path.of(System.getProperty("wellstream.store.program")));
        server = ServerProcess.start(program, folder.resolve("objects"), FreePort::find, "a-secret-of-the-test");
        store = ObjectStore.connect(server.config());
        store.createBucketIfAbsent();
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected void corrupt(ObjectKey key, byte[] bytes) {
        try (StoredBytes stored = new StoredBytes(server.config())) {
            assertThat(stored.overwrite(key, bytes)).isTrue();
        }
    }

    @Test
    void aWrongSecretAndACallerWithoutOneAreRefused() throws Exception {
        StoreConfig right = server.config();
        StoreConfig wrong =
                new StoreConfig(right.endpoint(), right.bucket(), right.accessKey(), "guessed-by-a-stranger");
        store.putIfAbsent(key("private"), bytes("x"));

        try (ObjectStore stranger = ObjectStore.connect(wrong)) {
            assertThatThrownBy(() -> stranger.putIfAbsent(key("a"), bytes("x")))
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("403");
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest anonymous = HttpRequest.newBuilder(right.endpoint()
                            .resolve("/" + right.bucket() + "/" + key("private").path()))
                    .build();
            assertThat(http.send(anonymous, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    /** Each put that was answered before SIGKILL is there afterwards, and so are the versions that claims are compared with. */
    @Test
    void aKilledServerHasLostNothingThatItConfirmed() throws Exception {
        String version =
                store.replace(key("claim"), bytes("mine"), Optional.empty()).orElseThrow();
        List<Put> puts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            puts.add(store.putIfAbsent(key("kept/" + i), bytes("object " + i)));
        }

        server.kill();
        server.restart();

        assertThat(puts).allSatisfy(put -> assertThat(store.get(put.ref())).isNotEmpty());
        assertThat(store.list(key("kept").path() + "/")).hasSize(50);
        assertThat(store.replace(key("claim"), bytes("still mine"), Optional.of(version)))
                .isPresent();
        assertThat(store.replace(key("claim"), bytes("late"), Optional.of(version)))
                .isEmpty();
    }

    @Test
    void aFlippedBitIsFound() {
        Put put = store.putIfAbsent(key("flipped"), bytes("pixels"));

        try (StoredBytes stored = new StoredBytes(server.config())) {
            assertThat(stored.flipBit(key("flipped"))).isTrue();
            assertThat(stored.flipBit(key("absent"))).isFalse();
        }

        assertThatThrownBy(() -> store.get(put.ref())).hasMessageContaining("flipped");
        assertThat(store.stat(key("flipped")).orElseThrow().sha256())
                .isEqualTo(Optional.of(
                        HexFormat.of().formatHex(put.ref().getSha256().toByteArray())));
    }
}
