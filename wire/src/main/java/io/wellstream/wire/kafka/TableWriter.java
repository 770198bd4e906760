package io.wellstream.wire.kafka;

import com.google.protobuf.Message;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.disk.FolderFullException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the entries of a table from the records of its topic, and reports the changes once they can be read. */
final class TableWriter<M extends Message> implements TableReader.Target {
    private static final Logger LOG = LoggerFactory.getLogger(TableWriter.class);
    private static final Duration SPACE_CHECK = Duration.ofSeconds(2);

    private final Topic<M> topic;
    private final Predicate<String> wanted;
    private final Entries<M> entries;
    private final TopicIdentity identity;
    private final TableListeners<M> listeners;
    private final BooleanSupplier stopping;
    private final Fence<M> fence;
    private final Set<String> overwritten = new TreeSet<>(); // used by the table's thread only
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile String awaited = "";

    TableWriter(
            Topic<M> topic,
            Predicate<String> wanted,
            Entries<M> entries,
            TopicIdentity identity,
            TableListeners<M> listeners,
            BooleanSupplier stopping) {
        this.topic = topic;
        this.wanted = wanted;
        this.entries = entries;
        this.identity = identity;
        this.listeners = listeners;
        this.stopping = stopping;
        this.fence = topic.fence().get();
    }

    CountDownLatch caughtUp() {
        return caughtUp;
    }

    boolean isCaughtUp() {
        return caughtUp.getCount() == 0;
    }

    /** What the changes wait for; empty if they are made. */
    String awaited() {
        return awaited;
    }

    @Override
    public Map<Integer, Position> resume(long nowMs) {
        if (!entries.outliveProcess()) {
            return Map.of();
        }
        Map<Integer, Position> from = entries.resume(identity.of(topic.name()), nowMs);
        LOG.info("table opened topic={} continued={}", topic.name(), !from.isEmpty());
        listeners.changed("", null);
        return from;
    }

    @Override
    public void readAgain(long nowMs) {
        overwritten.clear();
        entries.beginAside(nowMs);
    }

    @Override
    public void take(Iterable<ConsumerRecord<byte[], byte[]>> records, Map<Integer, Position> next) {
        List<Runnable> events = new ArrayList<>();
        records.forEach(record -> take(record, events));
        if (commit(next) && !entries.isAside()) {
            events.forEach(Runnable::run);
        }
    }

    @Override
    public void complete() {
        if (entries.isAside()) {
            entries.showAside(listeners);
        }
        caughtUp.countDown();
        List.copyOf(overwritten).forEach(this::reportOverwrite);
    }

    @Override
    public void current(long nowMs) {
        entries.current(nowMs);
        boolean unused = commit(Map.of());
    }

    private void take(ConsumerRecord<byte[], byte[]> record, List<Runnable> events) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (!wanted.test(key)) {
            return;
        }
        if (record.value() == null) {
            entries.remove(key);
            overwritten.remove(key);
            events.add(() -> listeners.changed(key, null));
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
        if (fence != Fence.NONE && !fence.admits(key, entries.written(key), message)) {
            LOG.warn("ignored a late message topic={} offset={} key={}", topic.name(), record.offset(), key);
            overwritten.add(key);
            events.add(() -> reportOverwrite(key));
            return;
        }
        overwritten.remove(key);
        entries.put(key, message, record.value());
        events.add(() -> listeners.changed(key, message));
    }

    private void reportOverwrite(String key) {
        if (isCaughtUp() && overwritten.contains(key)) {
            entries.get(key).ifPresent(known -> listeners.overwritten(key, known));
        }
    }

    /** Waits while the disk is full; false if the table was closed meanwhile. */
    private boolean commit(Map<Integer, Position> next) {
        while (!stopping.getAsBoolean()) {
            try {
                entries.commit(next);
                awaited = "";
                return true;
            } catch (FolderFullException e) {
                if (awaited.isEmpty()) {
                    LOG.warn("table waits topic={} reason=\"{}\"", topic.name(), e.getMessage());
                }
                awaited = e.awaited();
                if (!slept()) {
                    return false;
                }
            }
        }
        return false;
    }

    private static boolean slept() {
        try {
            Thread.sleep(SPACE_CHECK);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
