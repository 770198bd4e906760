package io.wellstream.wire;

import com.google.protobuf.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Handles every record of one topic at least once, in the order of each key. Between two polls nothing is in flight: not polling
 * is the backpressure, rebalances meet no unfinished work, and closing loses nothing.
 */
public final class ConsumerLoop<M extends Message> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration LONGEST_WORK = Duration.ofMinutes(30);
    private static final int RECORDS_PER_POLL = 16;

    private final KafkaConfig kafka;
    private final Topic<M> topic;
    private final String group;
    private final RecordHandling<M> handling;
    private final LoopThread thread;

    /**
     * @param onFatal hears of whatever ends the loop other than {@link #close}; nothing of that poll is acknowledged, and the
     *     process should end with a non-zero code and be restarted
     */
    public ConsumerLoop(
            KafkaConfig kafka,
            Topic<M> topic,
            String group,
            Handler<M> handler,
            DeadLetters deadLetters,
            Consumer<Throwable> onFatal) {
        this.kafka = kafka;
        this.topic = topic;
        this.group = group;
        this.handling = new RecordHandling<>(topic, handler, deadLetters);
        this.thread = new LoopThread(group + "-" + topic.name(), this::run, onFatal);
    }

    public void start() {
        thread.start();
    }

    /** Returns when the record at hand is done and acknowledged. */
    @Override
    public void close() {
        thread.close();
    }

    private void run() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.subscribe(List.of(topic.name()));
            while (!thread.stopping()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    handling.handle(record);
                }
                consumer.commitSync();
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a record of topic " + topic.name() + " could not be handled", e);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                kafka.client(Map.of(
                        "group.id",
                        group,
                        "group.protocol",
                        "consumer",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        RECORDS_PER_POLL,
                        "max.poll.interval.ms",
                        (int) LONGEST_WORK.toMillis(),
                        "connections.max.idle.ms", // else a group's connection is closed during long work
                        (int) LONGEST_WORK.multipliedBy(2).toMillis())),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
