package io.wellstream.wire.kafka;

import com.google.protobuf.Message;
import io.wellstream.wire.RejectedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the messages of one key that are sent after the reader was created; joins no group and commits nothing. To receive
 * answers, create the reader before sending the request. Not safe for several threads.
 */
public final class PartitionReader<M extends Message> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);

    private final Topic<M> topic;
    private final String key;
    private final KafkaConsumer<byte[], byte[]> consumer;

    private PartitionReader(Topic<M> topic, String key, KafkaConsumer<byte[], byte[]> consumer) {
        this.topic = topic;
        this.key = key;
        this.consumer = consumer;
    }

    /** A reader at the end of the key's partition. */
    public static <M extends Message> PartitionReader<M> of(KafkaConfig kafka, Topic<M> topic, String key) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                kafka.client(Map.of("enable.auto.commit", false, "auto.offset.reset", "earliest")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        try {
            TopicPartition partition = new TopicPartition(topic.name(), topic.partitionOf(key));
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            consumer.position(partition); // seeks now; otherwise the first poll would
            return new PartitionReader<>(topic, key, consumer);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** The messages that have arrived, in order; waits up to the limit if there are none. */
    public List<M> poll(Duration limit) {
        List<M> messages = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(limit)) {
            if (record.value() == null || !key.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                continue;
            }
            try {
                messages.add(topic.decode(record.value()));
            } catch (RejectedException e) {
                // An answer that does not arrive is requested again.
                LOG.warn("unreadable topic={} offset={} reason={}", topic.name(), record.offset(), e.getMessage());
            }
        }
        return messages;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
