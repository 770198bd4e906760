package io.wellstream.local.endtoend.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wellstream.local.launcher.EmbeddedStore;
import io.wellstream.local.launcher.LauncherLog;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ForeignBucket;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreConfig;
import io.wellstream.wire.store.StoreRefusedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignBucketTest {
    @Test
    void objectsAreListedInPagesAndReadAsTheyWere(@TempDir Path folder) throws Exception {
        LauncherLog.silence();
        try (EmbeddedStore server = EmbeddedStore.start(folder);
                ObjectStore store = ObjectStore.connect(server.config());
                ForeignBucket bucket = new ForeignBucket(server.config())) {
            store.createBucketIfAbsent();
            Path objects = folder.resolve(server.config().bucket());
            Files.createDirectories(objects.resolve("lab/images"));
            for (int i = 0; i < 1_200; i++) { // as another program wrote them
                Files.writeString(objects.resolve("lab/images/%04d.png".formatted(i)), "image " + i);
            }
            ObjectKey key = new ObjectKey("lab/screen.yaml");
            store.replace(key, "one".getBytes(StandardCharsets.UTF_8), Optional.empty());
            List<ForeignBucket.Item> items = new ArrayList<>();

            bucket.list("lab/", items::add);

            assertThat(items).hasSize(1_201).extracting(ForeignBucket.Item::key).isSorted();
            assertThat(bucket.read(items.get(1_100))).hasValue("image 1100".getBytes(StandardCharsets.UTF_8));
            ForeignBucket.Item yaml = items.getLast();
            assertThat(bucket.read(yaml)).hasValue("one".getBytes(StandardCharsets.UTF_8));
            store.replace(key, "two".getBytes(StandardCharsets.UTF_8), Optional.of(yaml.etag()));
            assertThat(bucket.read(yaml)).isEmpty();
            assertThat(bucket.read(new ForeignBucket.Item("lab/none", 1, ""))).isEmpty();
            refused(server.config());
        }
    }

    private static void refused(StoreConfig right) {
        StoreConfig wrong = new StoreConfig(right.endpoint(), right.bucket(), right.accessKey(), "wrong");
        StoreConfig anonymous = new StoreConfig(right.endpoint(), right.bucket(), "", "");
        for (StoreConfig config : List.of(wrong, anonymous)) {
            try (ForeignBucket bucket = new ForeignBucket(config)) {
                assertThatExceptionOfType(StoreRefusedException.class)
                        .isThrownBy(() -> bucket.list("lab/", item -> {}))
                        .withMessageContaining("could not list objects");
            }
        }
    }
}
