package io.wellstream.wire.kafka;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.wellstream.wire.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends messages: an acknowledged one is durable, and one that the client had to repeat is in the topic once. */
public final class MessageSender implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;
    private final KafkaClientMetrics meters;

    public MessageSender(KafkaConfig kafka) {
        this(new KafkaProducer<>(
                kafka.client(Map.of(
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        "compression.type",
                        "lz4",
                        "linger.ms",
                        5,
                        "delivery.timeout.ms",
                        60_000)),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    }

    /** Sends through another producer, e.g. Kafka's own in-memory one. */
    public MessageSender(Producer<byte[], byte[]> producer) {
        this.producer = producer;
        this.meters = new KafkaClientMetrics(producer);
        meters.bindTo(Metrics.globalRegistry);
    }

    /** Sends; the future completes when the message is durable, or with the {@link KafkaException} that prevented it. */
    public <M extends Message> CompletableFuture<Void> send(Topic<M> topic, String key, M message) {
        return send(topic, key, message.toByteArray());
    }

    /** Sends, and returns when the message is durable. */
    public <M extends Message> void sendAndWait(Topic<M> topic, String key, M message) {
        await(send(topic, key, message));
    }

    /** Removes the key from a table, durably. */
    public void removeAndWait(Topic<?> table, String key) {
        if (table.kind() != Topic.Kind.TABLE) {
            throw new IllegalArgumentException("topic " + table.name() + " is not a table; nothing is removed from it");
        }
        await(send(table, key, (byte[]) null));
    }

    /** Returns when everything sent so far is durable or has failed. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        meters.close();
        producer.close(CLOSE_LIMIT);
    }

    private CompletableFuture<Void> send(Topic<?> topic, String key, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(topic.name(), topic.partitionOf(key), key.getBytes(StandardCharsets.UTF_8), value);
        return Trace.sending(topic.name(), key, message.headers(), () -> send(message));
    }

    private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> message) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Future<RecordMetadata> unused = producer.send(message, (where, failure) -> {
            if (failure == null) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(failure);
            }
        });
        return sent;
    }

    private static void await(CompletableFuture<Void> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new KafkaException("a message was not sent: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
