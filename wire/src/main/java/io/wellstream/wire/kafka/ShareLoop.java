package io.wellstream.wire.kafka;

import com.google.protobuf.Message;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.Trace;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles records of one topic at least once, in no order, shared with all other members of its group whatever the number of
 * partitions. It takes one record per poll, so no record waits at a busy member; between two polls nothing is in flight.
 */
public final class ShareLoop<M extends Message> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShareLoop.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration LONGEST_WORK = Duration.ofMinutes(30);
    private static final Duration ADMIN_LIMIT = Duration.ofSeconds(30);

    private final KafkaConfig kafka;
    private final Topic<M> topic;
    private final ShareGroup group;
    private final Handler<M> handler;
    private final DeadLetters deadLetters;
    private final LoopThread thread;
    private volatile boolean polled;

    /**
     * @param onFatal receives an error that ends the loop; the current record is not acknowledged and goes to another member, and
     *     the process should end with a non-zero code and be restarted
     */
    public ShareLoop(
            KafkaConfig kafka,
            Topic<M> topic,
            ShareGroup group,
            Handler<M> handler,
            DeadLetters deadLetters,
            Consumer<Throwable> onFatal) {
        this.kafka = kafka;
        this.topic = topic;
        this.group = group;
        this.handler = handler;
        this.deadLetters = deadLetters;
        this.thread = new LoopThread(group.name() + "-" + topic.name(), this::run, onFatal);
    }

    public void start() {
        thread.start();
    }

    /** Whether a first poll has returned, so that the broker knows this member. */
    public boolean hasPolled() {
        return polled;
    }

    /** Asks the loop to stop after the current record; {@link #close} waits for it. Loops that are asked together stop together. */
    public void askToStop() {
        thread.askToStop();
    }

    /**
     * Returns when the current record is handled and acknowledged. If that takes too long, the work is interrupted and the record
     * released: another member gets it at once and not when its lock expires.
     */
    @Override
    public void close() {
        thread.close();
    }

    private void run() {
        configureGroup();
        try (KafkaShareConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.subscribe(List.of(topic.name()));
            while (!thread.stopping()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    consumer.acknowledge(record, acknowledgement(record));
                    report(consumer.commitSync());
                }
                polled = true;
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a record of topic " + topic.name() + " could not be handled", e);
        }
    }

    private AcknowledgeType acknowledgement(ConsumerRecord<byte[], byte[]> record) throws Exception {
        try {
            return Trace.handling(record, () -> handle(record));
        } catch (Exception e) {
            if (!thread.stopping()) {
                throw e;
            }
            boolean unused = Thread.interrupted(); // otherwise the release could not be sent
            LOG.info("released topic={} offset={} reason={}", record.topic(), record.offset(), e.toString());
            return AcknowledgeType.RELEASE;
        }
    }

    /** Decodes and handles one record; one that can never be handled becomes a dead letter. */
    private AcknowledgeType handle(ConsumerRecord<byte[], byte[]> record) throws Exception {
        try {
            if (record.value() == null) {
                throw new RejectedException("a record without a value in topic " + topic.name());
            }
            handler.handle(topic.decode(record.value()));
            return AcknowledgeType.ACCEPT;
        } catch (RejectedException e) {
            LOG.warn(
                    "rejected topic={} partition={} offset={} reason={}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
            deadLetters.send(record, e);
            return AcknowledgeType.REJECT;
        }
    }

    /** Logs acknowledgements that came too late: another member repeats the work, with the same effect. */
    private static void report(Map<TopicIdPartition, Optional<KafkaException>> outcome) {
        outcome.forEach((partition, failure) -> failure.ifPresent(
                why -> LOG.warn("acknowledgement refused partition={} reason={}", partition, why.getMessage())));
    }

    /** Sets what only the broker keeps: that the group reads from the beginning, and how long a record is locked. */
    private void configureGroup() {
        Collection<AlterConfigOp> settings = List.of(
                set("share.auto.offset.reset", "earliest"),
                set("share.record.lock.duration.ms", String.valueOf(group.lock().toMillis())));
        try (Admin admin = Admin.create(kafka.client(Map.of()))) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group.name()), settings))
                    .all()
                    .get(ADMIN_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("could not configure share group " + group.name() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private KafkaShareConsumer<byte[], byte[]> consumer() {
        return new KafkaShareConsumer<>(
                kafka.client(Map.of(
                        "group.id",
                        group.name(),
                        "share.acknowledgement.mode",
                        "explicit",
                        "share.acquire.mode",
                        "record_limit",
                        "max.poll.records",
                        1,
                        "max.poll.interval.ms",
                        (int) LONGEST_WORK.toMillis(),
                        "connections.max.idle.ms", // else a group's connection is closed during long work
                        (int) LONGEST_WORK.multipliedBy(2).toMillis())),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
