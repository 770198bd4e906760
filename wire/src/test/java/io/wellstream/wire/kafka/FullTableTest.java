package io.wellstream.wire.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.disk.FullFolders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullTableTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void aTableWaitsForSpaceSaysSoAndGoesOn(@TempDir Path folder) throws Exception {
        FollowedTopic topic = new FollowedTopic();
        List<Throwable> fatal = new CopyOnWriteArrayList<>();
        AtomicBoolean full = new AtomicBoolean();
        Kept kept = new Kept(Set.of(), Optional.of(folder));
        DiskEntries<WellIngested> entries =
                new DiskEntries<>(FollowedTopic.TOPIC, kept, FullFolders.open(folder, full::get));
        topic.write("a/e/1", "one");
        try (LatestByKey<WellIngested> table = topic.table(entries, fatal::add)) {
            table.start();
            assertThat(table.awaitCaughtUp(LIMIT)).isTrue();
            assertThat(table.lacking()).isEmpty();

            full.set(true);
            topic.write("a/e/2", "two");
            await().atMost(LIMIT).untilAsserted(() -> assertThat(table.lacking())
                    .contains("topic wells-of-a-test, which waits for space on the disk of " + folder));
            assertThat(table.get("a/e/1")).isPresent();
            assertThat(table.get("a/e/2")).isEmpty();

            full.set(false);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(table.get("a/e/2")).isPresent());
            assertThat(table.lacking()).isEmpty();
        }
        assertThat(fatal).isEmpty();
    }
}
