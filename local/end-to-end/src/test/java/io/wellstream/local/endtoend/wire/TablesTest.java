package io.wellstream.local.endtoend.wire;

import static io.wellstream.local.endtoend.wire.TestTopics.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.PartitionReader;
import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.kafka.TopicMismatchException;
import io.wellstream.wire.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Broker.class)
class TablesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final KafkaConfig kafka;
    private final MessageSender sender;
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();

    TablesTest(KafkaConfig kafka, MessageSender sender) {
        this.kafka = kafka;
        this.sender = sender;
    }

    @Test
    void aTableCatchesUpWithItsTopic() throws Exception {
        Topic<EpochFinished> topic = TestTopics.make(kafka, Topic.Kind.TABLE, 3);
        for (int i = 0; i < 50; i++) {
            sender.sendAndWait(topic, "key-" + i % 10, message(i));
        }

        try (LatestByKey<EpochFinished> table = new LatestByKey<>(kafka, topic, fatal::add)) {
            table.start();

            assertThat(table.awaitCaughtUp(LIMIT)).isTrue();
            assertThat(table.under("")).hasSize(10);
            assertThat(table.get("key-7")).contains(message(47));
        }
        assertThat(fatal).isEmpty();
    }

    @Test
    void anEmptyTableIsCaughtUpAtOnce() throws Exception {
        try (LatestByKey<EpochFinished> table =
                new LatestByKey<>(kafka, TestTopics.make(kafka, Topic.Kind.TABLE, 2), fatal::add)) {
            table.start();

            assertThat(table.awaitCaughtUp(LIMIT)).isTrue();
        }
    }

    @Test
    void aTombstoneRemovesItsKey() throws Exception {
        Topic<EpochFinished> topic = TestTopics.make(kafka, Topic.Kind.TABLE, 1);
        sender.sendAndWait(topic, "gone", message(1));
        sender.sendAndWait(topic, "stays", message(2));
        List<String> removed = new CopyOnWriteArrayList<>();

        try (LatestByKey<EpochFinished> table = new LatestByKey<>(kafka, topic, fatal::add)) {
            table.onRemoval(removed::add);
            table.start();
            assertThat(table.awaitCaughtUp(LIMIT)).isTrue();
            sender.removeAndWait(topic, "gone");

            await().atMost(LIMIT).untilAsserted(() -> assertThat(removed).containsExactly("gone"));
            assertThat(table.get("gone")).isEmpty();
            assertThat(table.under("")).isEqualTo(Map.of("stays", message(2)));
        }
    }

    @Test
    void changesAreReportedInOrderAndUnwantedKeysSkipped() throws Exception {
        Topic<EpochFinished> topic = TestTopics.make(kafka, Topic.Kind.TABLE, 1);
        List<Integer> seen = new CopyOnWriteArrayList<>();

        try (LatestByKey<EpochFinished> table =
                new LatestByKey<>(kafka, topic, key -> key.startsWith("mine/"), fatal::add)) {
            table.onChange((key, message) -> seen.add(message.getEpoch()));
            table.start();
            sender.sendAndWait(topic, "mine/a", message(1));
            sender.sendAndWait(topic, "theirs/a", message(2));
            sender.sendAndWait(topic, "mine/a", message(3));

            await().atMost(LIMIT).untilAsserted(() -> assertThat(seen).containsExactly(1, 3));
            assertThat(table.get("theirs/a")).isEmpty();
        }
    }

    @Test
    void anUnreadableRecordDoesNotChangeItsKey() throws Exception {
        Topic<EpochFinished> topic = TestTopics.make(kafka, Topic.Kind.TABLE, 1);
        sender.sendAndWait(topic, "key", message(1));
        TestTopics.sendGarbage(kafka, topic, "key");
        sender.sendAndWait(topic, "other", message(2));

        try (LatestByKey<EpochFinished> table = new LatestByKey<>(kafka, topic, fatal::add)) {
            table.start();

            assertThat(table.awaitCaughtUp(LIMIT)).isTrue();
            assertThat(table.under("")).isEqualTo(Map.of("key", message(1), "other", message(2)));
        }
    }

    @Test
    void aReaderSeesOnlyItsKeyAndOnlyWhatComesAfterItsStart() {
        Topic<EpochFinished> topic = TestTopics.make(kafka, Topic.Kind.QUEUE, 1);
        sender.sendAndWait(topic, "mine", message(1));

        try (PartitionReader<EpochFinished> reader = PartitionReader.of(kafka, topic, "mine")) {
            sender.sendAndWait(topic, "theirs", message(2));
            sender.sendAndWait(topic, "mine", message(3));
            List<EpochFinished> read = new ArrayList<>();
            await().atMost(LIMIT).until(() -> read.addAll(reader.poll(Duration.ofMillis(100))));

            assertThat(read).containsExactly(message(3));
        }
    }

    @Test
    void topicsAreRefusedWhenPartitionsDiffer() {
        Topic<EpochFinished> made = TestTopics.make(kafka, Topic.Kind.LOG, 2);
        Topic<EpochFinished> wanted = new Topic<>(made.name(), made.parser(), made.kind(), 3, made.retention());

        assertThatThrownBy(() -> Topics.ensure(kafka, List.of(wanted)))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining(made.name())
                .hasMessageContaining("partitions 2, but 3 is needed");
    }

    @Test
    void topicsAreRefusedWhenCleanupDiffers() {
        Topic<EpochFinished> made = TestTopics.make(kafka, Topic.Kind.LOG, 2);
        Topic<EpochFinished> wanted = new Topic<>(made.name(), made.parser(), Topic.Kind.TABLE, 2, made.retention());

        assertThatThrownBy(() -> Topics.ensure(kafka, List.of(wanted)))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining("cleanup.policy delete, but compact is needed");
    }

    @Test
    void servicesThatStartTogetherMayAllCreateTheTopics() throws Exception {
        Topic<EpochFinished> made = TestTopics.make(kafka, Topic.Kind.LOG, 2);
        Topic<EpochFinished> fresh =
                new Topic<>(made.name() + "-raced", made.parser(), made.kind(), 2, made.retention());
        List<Thread> racers = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            racers.add(Thread.ofPlatform().start(() -> {
                try {
                    Topics.ensure(kafka, List.of(fresh));
                } catch (RuntimeException e) {
                    fatal.add(e);
                }
            }));
        }
        for (Thread racer : racers) {
            assertThat(racer.join(LIMIT)).isTrue();
        }

        assertThat(fatal).isEmpty();
    }
}
