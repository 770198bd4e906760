package io.wellstream.local.endtoend.wire;

import static io.wellstream.local.endtoend.wire.TestTopics.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wellstream.local.launcher.EmbeddedKafka;
import io.wellstream.local.launcher.LauncherLog;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.wire.kafka.Kept;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topic;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that lost the last records of a table, as after a power failure: tables lose them, too. */
class TruncatedLogTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();

    TruncatedLogTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aKeyThatTheBrokerLostVanishesFromTablesInMemoryAndOnDisk() throws Exception {
        LauncherLog.to(folder.resolve("broker.log"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                MessageSender sender = new MessageSender(kafka.config())) {
            Topic<EpochFinished> topic = TestTopics.make(kafka.config(), Topic.Kind.TABLE, 1);
            sender.sendAndWait(topic, "stays", message(1));
            long kept = Files.size(log(topic));
            sender.sendAndWait(topic, "lost", message(2));
            sender.sendAndWait(topic, "stays", message(3));
            Kept onDisk = new Kept(Set.of(), Optional.of(folder.resolve("tables")));
            try (LatestByKey<EpochFinished> memory = new LatestByKey<>(kafka.config(), topic, fatal::add);
                    LatestByKey<EpochFinished> disk = LatestByKey.of(kafka.config(), topic, onDisk, fatal::add)) {
                for (LatestByKey<EpochFinished> table : List.of(memory, disk)) {
                    table.start();
                    assertThat(table.awaitCaughtUp(LIMIT)).isTrue();
                    assertThat(table.under("")).isEqualTo(Map.of("lost", message(2), "stays", message(3)));
                }

                kafka.suspend();
                truncate(log(topic), kept);
                kafka.resume();

                for (LatestByKey<EpochFinished> table : List.of(memory, disk)) {
                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(table.under("")).isEqualTo(Map.of("stays", message(1))));
                }
                sender.sendAndWait(topic, "new", message(4));
                for (LatestByKey<EpochFinished> table : List.of(memory, disk)) {
                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(table.get("new")).contains(message(4)));
                }
            }
            assertThat(fatal).isEmpty();
        }
    }

    private Path log(Topic<?> topic) {
        return folder.resolve("kafka/log").resolve(topic.name() + "-0").resolve("00000000000000000000.log");
    }

    /** Cuts the file and removes what says that the broker was stopped properly. */
    private void truncate(Path log, long size) throws IOException {
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(size);
        }
        Path data = folder.resolve("kafka/log");
        Files.deleteIfExists(data.resolve(".kafka_cleanshutdown"));
        Files.deleteIfExists(data.resolve("recovery-point-offset-checkpoint"));
    }
}
