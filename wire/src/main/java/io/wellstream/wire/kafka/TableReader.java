package io.wellstream.wire.kafka;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a table's topic: first from where the table's entries end, then what comes. It reads the topic again from its beginning if the
 * broker no longer has what was read, as after a failure of its disk, and if the end was out of reach for so long that removals may
 * have been compacted away.
 */
final class TableReader {
    private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration CHECK = Duration.ofMinutes(1);
    private static final int RECORDS_PER_POLL = 2000;

    /** The table that is read. */
    interface Target {
        /** Where the reading of each partition continues; from the beginning where it is missing. */
        Map<Integer, Position> resume(long nowMs);

        /** Everything read from now on replaces what was read before. */
        void readAgain(long nowMs);

        void take(Iterable<ConsumerRecord<byte[], byte[]>> records, Map<Integer, Position> next);

        /** All that was in the topic when the reading began has been taken. */
        void complete();

        /** The table holds all that was in the topic at this time. */
        void current(long nowMs);
    }

    private final Topic<?> topic;
    private final Supplier<Consumer<byte[], byte[]>> connect;
    private final LongSupplier clock;
    private final List<TopicPartition> partitions;
    private @Nullable Map<TopicPartition, Long>
            ends; // as they were when they were asked for; null once they are reached
    private boolean reading = true;
    private long currentAtMs;
    private long askedAtMs;

    /** @param clock milliseconds of the wall clock */
    TableReader(Topic<?> topic, Supplier<Consumer<byte[], byte[]>> connect, LongSupplier clock) {
        this.topic = topic;
        this.connect = connect;
        this.clock = clock;
        this.partitions = IntStream.range(0, topic.partitions())
                .mapToObj(number -> new TopicPartition(topic.name(), number))
                .toList();
    }

    static Consumer<byte[], byte[]> consumer(KafkaConfig kafka) {
        return new KafkaConsumer<>(
                kafka.client(Map.of(
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "none", // an offset that the broker does not have is an error, and not a reason to go on
                        // elsewhere
                        "max.poll.records",
                        RECORDS_PER_POLL)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Reads until it is told to stop. */
    void follow(Target target, BooleanSupplier stopping) {
        try (Consumer<byte[], byte[]> consumer = connect.get();
                KafkaClientMetrics meters = new KafkaClientMetrics(consumer)) {
            meters.bindTo(Metrics.globalRegistry);
            consumer.assign(partitions);
            begin(consumer, target.resume(clock.getAsLong()));
            while (!stopping.getAsBoolean()) {
                try {
                    if (!reading && clock.getAsLong() - currentAtMs > DiskEntries.OLDEST.toMillis()) {
                        readAgain(consumer, target, "the end of the topic was out of reach for too long");
                    }
                    step(consumer, target);
                } catch (OffsetOutOfRangeException e) { // a truncated log is reported in this way, too
                    readAgain(consumer, target, e.getMessage());
                }
            }
        }
    }

    private void begin(Consumer<byte[], byte[]> consumer, Map<Integer, Position> from) {
        for (TopicPartition partition : partitions) {
            Position position = from.get(partition.partition());
            if (position == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, position.toOffset());
            }
        }
        ends = null;
        reading = true;
        currentAtMs = clock.getAsLong();
    }

    private void readAgain(Consumer<byte[], byte[]> consumer, Target target, @Nullable String reason) {
        LOG.warn("reading a table again from the beginning topic={} reason=\"{}\"", topic.name(), reason);
        target.readAgain(clock.getAsLong());
        begin(consumer, Map.of());
    }

    private void step(Consumer<byte[], byte[]> consumer, Target target) {
        if (ends == null && (reading || clock.getAsLong() - askedAtMs > CHECK.toMillis())) {
            askedAtMs = clock.getAsLong();
            ends = ends(consumer);
        }
        if (ends != null && reached(consumer, ends)) {
            ends = null;
            if (reading) {
                reading = false;
                target.complete();
            }
            currentAtMs = askedAtMs;
            target.current(currentAtMs);
        }
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
            target.take(
                    records,
                    records.nextOffsets().entrySet().stream()
                            .collect(Collectors.toMap(
                                    each -> each.getKey().partition(), each -> Position.of(each.getValue()))));
        }
    }

    /** The end offsets of the partitions; null if the broker does not answer. */
    private @Nullable Map<TopicPartition, Long> ends(Consumer<byte[], byte[]> consumer) {
        try {
            return consumer.endOffsets(partitions, ANSWER);
        } catch (TimeoutException e) {
            LOG.debug("no end offsets yet", e);
            return null;
        }
    }

    private boolean reached(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> those) {
        try {
            return partitions.stream()
                    .allMatch(each -> consumer.position(each, ANSWER) >= requireNonNull(those.get(each)));
        } catch (TimeoutException e) {
            LOG.debug("no position yet", e);
            return false;
        }
    }
}
