package io.wellstream.wire.kafka;

import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.wire.disk.DiskMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** A topic of wells in one partition without a broker, whose log a test writes, truncates and compacts, and tables that follow it. */
final class FollowedTopic {
    static final Topic<WellIngested> TOPIC =
            new Topic<>("wells-of-a-test", WellIngested.parser(), Topic.Kind.TABLE, 1, Duration.ofDays(1));
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC.name(), 0);

    final AtomicLong clock = new AtomicLong(1_000_000_000_000L);
    Uuid id = Uuid.randomUuid();
    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private long end;
    private @Nullable MockConsumer<byte[], byte[]> consumer;

    /** Appends a well; a null label removes it. */
    synchronized void write(String key, @Nullable String label) {
        byte[] value = label == null ? null : well(key, label).toByteArray();
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                TOPIC.name(),
                0,
                end++,
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                key.getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders(),
                Optional.of(1));
        log.add(record);
        MockConsumer<byte[], byte[]> following = consumer;
        if (following != null && !following.closed()) {
            following.updateEndOffsets(Map.of(PARTITION, end));
            following.addRecord(record);
        }
    }

    /** Loses the last records, as a broker whose disk failed, and tells the reader as Kafka's client does. */
    synchronized void truncate(int records) {
        for (int i = 0; i < records; i++) {
            log.removeLast();
        }
        end -= records;
        MockConsumer<byte[], byte[]> following = consumer;
        if (following != null && !following.closed()) {
            following.updateEndOffsets(Map.of(PARTITION, end));
            following.setPollException(
                    new LogTruncationException("the log was truncated", Map.of(PARTITION, end + records), Map.of()));
        }
    }

    /** Removes all records of a key, as compaction does some time after the key was removed. */
    synchronized void compactAway(String key) {
        log.removeIf(record -> new String(record.key(), StandardCharsets.UTF_8).equals(key));
    }

    LatestByKey<WellIngested> inMemory(Consumer<Throwable> onFatal) {
        return table(new HeapEntries<>(), onFatal);
    }

    LatestByKey<WellIngested> onDisk(Path folder, Set<String> prefixes, Consumer<Throwable> onFatal) {
        Kept kept = new Kept(prefixes, Optional.of(folder));
        return new LatestByKey<>(
                TOPIC, kept::has, new DiskEntries<>(TOPIC, kept, DiskMap.open(folder)), connection(), onFatal);
    }

    LatestByKey<WellIngested> table(Entries<WellIngested> entries, Consumer<Throwable> onFatal) {
        return new LatestByKey<>(TOPIC, key -> true, entries, connection(), onFatal);
    }

    private LatestByKey.Connection connection() {
        return new LatestByKey.Connection(this::connect, topic -> id, clock::get);
    }

    private synchronized org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> connect() {
        MockConsumer<byte[], byte[]> fresh = new Following();
        fresh.updateBeginningOffsets(Map.of(PARTITION, 0L));
        fresh.updateEndOffsets(Map.of(PARTITION, end));
        consumer = fresh;
        return fresh;
    }

    private synchronized void sendAllTo(MockConsumer<byte[], byte[]> reader) {
        log.forEach(reader::addRecord);
    }

    /** Receives the whole log again whenever it seeks. */
    private final class Following extends MockConsumer<byte[], byte[]> {
        Following() {
            super("none");
        }

        @Override
        public synchronized void seekToBeginning(Collection<TopicPartition> partitions) {
            super.seekToBeginning(partitions);
            sendAllTo(this);
        }

        @Override
        public void seek(TopicPartition partition, OffsetAndMetadata to) {
            super.seek(partition, to);
            sendAllTo(this);
        }
    }

    static WellIngested well(String key, String label) {
        String[] parts = key.split("/", -1);
        return WellIngested.newBuilder()
                .setDataset(parts[0])
                .setWell(WellKey.newBuilder().setExperiment(parts[1]))
                .setLabel(label)
                .build();
    }
}
