package io.wellstream.local.endtoend.wire;

import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** New topics for a test, and messages to send to them. */
final class TestTopics {
    private TestTopics() {}

    static Topic<EpochFinished> make(KafkaConfig kafka, Topic.Kind kind, int partitions) {
        Topic<EpochFinished> topic =
                new Topic<>("test-" + UUID.randomUUID(), EpochFinished.parser(), kind, partitions, Duration.ofHours(1));
        Topics.ensure(kafka, List.of(topic));
        return topic;
    }

    static EpochFinished message(int epoch) {
        return EpochFinished.newBuilder().setRun("run").setEpoch(epoch).build();
    }

    /** Sends bytes that are not a message. */
    static void sendGarbage(KafkaConfig kafka, Topic<?> topic, String key)
            throws InterruptedException, ExecutionException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topic.name(), topic.partitionOf(key), key.getBytes(StandardCharsets.UTF_8), new byte[] {
                                (byte) 0xff, 1, 2, 3
                            }))
                    .get();
        }
    }
}
