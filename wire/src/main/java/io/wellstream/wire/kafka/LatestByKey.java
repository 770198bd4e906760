package io.wellstream.wire.kafka;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.wellstream.wire.RejectedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table that follows its topic from the beginning, without a consumer group, and keeps all entries in memory. Its content is
 * incomplete until it has caught up with what was in the topic when it started.
 */
public final class LatestByKey<M extends Message> implements Table<M>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LatestByKey.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final KafkaConfig kafka;
    private final Topic<M> topic;
    private final Predicate<String> wanted;
    private final ConcurrentNavigableMap<String, M> latest = new ConcurrentSkipListMap<>();
    private final List<BiConsumer<String, M>> changeListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> removalListeners = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<String, M>> overwriteListeners = new CopyOnWriteArrayList<>();
    private final Fence<M> fence;
    private final Set<String> overwritten = new TreeSet<>(); // used by the table's thread only
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final LoopThread thread;

    public LatestByKey(KafkaConfig kafka, Topic<M> topic, Consumer<Throwable> onFatal) {
        this(kafka, topic, key -> true, onFatal);
    }

    /**
     * @param wanted the keys to keep; others are ignored
     * @param onFatal receives an error that ends the reading of the topic
     */
    public LatestByKey(KafkaConfig kafka, Topic<M> topic, Predicate<String> wanted, Consumer<Throwable> onFatal) {
        if (topic.kind() != Topic.Kind.TABLE) {
            throw new IllegalArgumentException("topic " + topic.name() + " is not a table");
        }
        this.kafka = kafka;
        this.topic = topic;
        this.wanted = wanted;
        this.fence = topic.fence().get();
        this.thread = new LoopThread("table-" + topic.name(), this::follow, onFatal);
    }

    public void start() {
        thread.start();
    }

    /** Waits until everything that was in the topic at the start is in the map; false if that takes longer than the limit. */
    public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
        return caughtUp.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until everything that was in the topic at the start is in the map, however long the broker is unavailable. */
    public void awaitCaughtUp() throws InterruptedException {
        caughtUp.await();
    }

    public boolean isCaughtUp() {
        return caughtUp.getCount() == 0;
    }

    @Override
    public Optional<M> get(String key) {
        return Optional.ofNullable(latest.get(key));
    }

    @Override
    public Map<String, M> under(String prefix) {
        Map<String, M> found = new TreeMap<>();
        for (Map.Entry<String, M> entry : latest.tailMap(prefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            found.put(entry.getKey(), entry.getValue());
        }
        return found;
    }

    @Override
    public void onChange(Runnable listener) {
        onChange((key, message) -> listener.run());
        onRemoval(key -> listener.run());
    }

    @Override
    public void onChangeOf(Consumer<String> listener) {
        onChange((key, message) -> listener.accept(key));
        onRemoval(listener);
    }

    /** Registers a receiver of every later message; it is called on the table's thread, after the map holds the message. */
    public void onChange(BiConsumer<String, M> listener) {
        changeListeners.add(listener);
    }

    /** Registers a receiver of every key removed later; it is called on the table's thread, after the map has lost the key. */
    public void onRemoval(Consumer<String> listener) {
        removalListeners.add(listener);
    }

    /**
     * Registers a receiver of every key whose latest message in the topic does not count, with the message that does. The topic
     * will keep only the one that does not, so that a holder of the right to write should write the other again. It is called on
     * the table's thread, once the table has caught up.
     */
    public void onOverwrite(BiConsumer<String, M> listener) {
        overwriteListeners.add(listener);
    }

    @Override
    public void close() {
        thread.close();
    }

    private void follow() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        kafka.client(Map.of("enable.auto.commit", false, "auto.offset.reset", "earliest")),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                KafkaClientMetrics meters = new KafkaClientMetrics(consumer)) {
            meters.bindTo(Metrics.globalRegistry);
            List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(number -> new TopicPartition(topic.name(), number))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = Map.of();
            while (!thread.stopping()) {
                if (!isCaughtUp()) {
                    ends = ends.isEmpty() ? ends(consumer, partitions) : ends;
                    if (!ends.isEmpty() && reached(consumer, ends)) {
                        hasCaughtUp();
                    }
                }
                consumer.poll(POLL).forEach(this::take);
            }
        }
    }

    /** The end offsets of the partitions; empty if the broker does not answer. */
    private static Map<TopicPartition, Long> ends(
            KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        try {
            return consumer.endOffsets(partitions, ANSWER);
        } catch (TimeoutException e) {
            LOG.debug("no end offsets yet", e);
            return Map.of();
        }
    }

    private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        try {
            return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), ANSWER) >= end.getValue());
        } catch (TimeoutException e) {
            LOG.debug("no position yet", e);
            return false;
        }
    }

    void hasCaughtUp() {
        caughtUp.countDown();
        overwritten.forEach(this::reportOverwrite);
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (!wanted.test(key)) {
            return;
        }
        if (record.value() == null) {
            latest.remove(key);
            overwritten.remove(key);
            removalListeners.forEach(listener -> listener.accept(key));
            return;
        }
        M message;
        try {
            message = topic.decode(record.value());
        } catch (RejectedException e) {
            // Every reader of the table reads this record at every start: it is logged, and the key keeps its message.
            LOG.error(
                    "unreadable topic={} offset={} key={} reason={}",
                    topic.name(),
                    record.offset(),
                    key,
                    e.getMessage());
            return;
        }
        if (!fence.admits(key, get(key), message)) {
            LOG.warn("ignored a late message topic={} offset={} key={}", topic.name(), record.offset(), key);
            overwritten.add(key);
            if (isCaughtUp()) {
                reportOverwrite(key);
            }
            return;
        }
        overwritten.remove(key);
        latest.put(key, message);
        changeListeners.forEach(listener -> listener.accept(key, message));
    }

    private void reportOverwrite(String key) {
        get(key).ifPresent(known -> overwriteListeners.forEach(listener -> listener.accept(key, known)));
    }
}
