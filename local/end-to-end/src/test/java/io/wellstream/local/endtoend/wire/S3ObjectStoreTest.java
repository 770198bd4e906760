package io.wellstream.local.endtoend.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.local.launcher.EmbeddedStore;
import io.wellstream.local.launcher.FreePort;
import io.wellstream.local.launcher.LauncherLog;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreConfig;
import io.wellstream.wire.store.StoreRefusedException;
import io.wellstream.wire.store.StoreUnavailableException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ObjectStoreTest extends ObjectServerContract {
    private static Path folder;
    private static EmbeddedStore server;
    private static ObjectStore store;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        LauncherLog.silence();
        server = EmbeddedStore.start(folder);
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
    protected void corrupt(ObjectKey key, byte[] bytes) throws Exception {
        Files.write(folder.resolve(server.config().bucket()).resolve(key.path()), bytes);
    }

    @Test
    void aWrongSecretIsRefusedAtOnce() {
        StoreConfig right = server.config();
        StoreConfig wrong = new StoreConfig(right.endpoint(), right.bucket(), right.accessKey(), "guessed");

        try (ObjectStore stranger = ObjectStore.connect(wrong)) {
            assertThatThrownBy(() -> stranger.putIfAbsent(key("a"), bytes("x")))
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("403")
                    .hasMessageNotContaining("guessed");
        }
    }

    /** The server accepts any region; a request is refused if its parts are signed for different ones. */
    @Test
    void aStoreInAnotherRegionIsUsed() {
        try (ObjectStore elsewhere = ObjectStore.connect(server.config().withRegion("eu-central-1"))) {
            elsewhere.createBucketIfAbsent();
            assertThat(elsewhere.putIfAbsent(key("region"), bytes("x")).created())
                    .isTrue();
            assertThat(elsewhere.get(key("region").refTo(bytes("x")))).isEqualTo(bytes("x"));
            assertThat(elsewhere.list(key("region").path())).hasSize(1);
            elsewhere.delete(List.of(key("region")));
            assertThat(elsewhere.stat(key("region"))).isEmpty();
        }
    }

    @Test
    void aStoreThatIsDownIsUnavailableWithinItsDeadline() {
        StoreConfig unused = new StoreConfig(URI.create("http://127.0.0.1:" + FreePort.find()), "wellstream", "a", "b")
                .withDeadline(Duration.ofMillis(700));
        long start = System.nanoTime();

        try (ObjectStore gone = ObjectStore.connect(unused)) {
            assertThatThrownBy(() -> gone.putIfAbsent(key("a"), bytes("x")))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("within 700 ms");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
