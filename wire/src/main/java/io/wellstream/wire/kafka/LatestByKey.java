package io.wellstream.wire.kafka;

import com.google.protobuf.Message;
import io.wellstream.wire.disk.DiskMap;
import io.wellstream.wire.disk.FolderDamagedException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A table that follows its topic without a consumer group, and keeps the latest message of each key, in memory or in a folder. Its content
 * is incomplete until it has caught up with what was in the topic when it started. A key that has vanished from the topic vanishes
 * from the table.
 */
public final class LatestByKey<M extends Message> implements Table<M>, AutoCloseable {
    private final Topic<M> topic;
    private final Entries<M> entries;
    private final Consumer<Throwable> onFatal;
    private final TableListeners<M> listeners = new TableListeners<>();
    private final TableWriter<M> writer;
    private final LoopThread thread;

    public LatestByKey(KafkaConfig kafka, Topic<M> topic, Consumer<Throwable> onFatal) {
        this(kafka, topic, key -> true, onFatal);
    }

    /**
     * A table in memory.
     *
     * @param wanted the keys to keep; others are ignored
     * @param onFatal receives an error that ends the reading of the topic
     */
    public LatestByKey(KafkaConfig kafka, Topic<M> topic, Predicate<String> wanted, Consumer<Throwable> onFatal) {
        this(topic, wanted, new HeapEntries<>(), new Connection(kafka), onFatal);
    }

    /**
     * A table that keeps some keys, in memory or in a folder.
     *
     * @throws io.wellstream.wire.disk.FolderInUseException if another process uses the folder
     */
    public static <M extends Message> LatestByKey<M> of(
            KafkaConfig kafka, Topic<M> topic, Kept kept, Consumer<Throwable> onFatal) {
        Entries<M> entries = kept.folder()
                .<Entries<M>>map(folder -> new DiskEntries<>(topic, kept, DiskMap.open(folder.resolve(topic.name()))))
                .orElseGet(HeapEntries::new);
        return new LatestByKey<>(topic, kept::has, entries, new Connection(kafka), onFatal);
    }

    LatestByKey(
            Topic<M> topic,
            Predicate<String> wanted,
            Entries<M> entries,
            Connection connection,
            Consumer<Throwable> onFatal) {
        if (topic.kind() != Topic.Kind.TABLE) {
            throw new IllegalArgumentException("topic " + topic.name() + " is not a table");
        }
        this.topic = topic;
        this.entries = entries;
        this.onFatal = onFatal;
        TableReader reader = new TableReader(topic, connection.consumers(), connection.clock());
        this.thread = new LoopThread("table-" + topic.name(), () -> follow(reader), onFatal);
        this.writer = new TableWriter<>(topic, wanted, entries, connection.identity(), listeners, thread::stopping);
    }

    private void follow(TableReader reader) {
        reader.follow(writer, thread::stopping);
    }

    /**
     * How the broker is reached.
     *
     * @param clock milliseconds of the wall clock
     */
    record Connection(
            Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers,
            TopicIdentity identity,
            LongSupplier clock) {
        Connection(KafkaConfig kafka) {
            this(() -> TableReader.consumer(kafka), topic -> TopicIds.of(kafka, topic), System::currentTimeMillis);
        }
    }

    public void start() {
        thread.start();
    }

    /** Waits until everything that was in the topic at the start is in the table; false if that takes longer than the limit. */
    public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
        return writer.caughtUp().await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until everything that was in the topic at the start is in the table, however long the broker is unavailable. */
    public void awaitCaughtUp() throws InterruptedException {
        writer.caughtUp().await();
    }

    public boolean isCaughtUp() {
        return writer.isCaughtUp();
    }

    /** What keeps the table from following its topic, for people to read; empty if nothing does. */
    public Optional<String> lacking() {
        String space = writer.awaited();
        return isCaughtUp() && space.isEmpty()
                ? Optional.empty()
                : Optional.of("topic " + topic.name() + (space.isEmpty() ? "" : ", which waits for " + space));
    }

    @Override
    public Optional<M> get(String key) {
        try {
            return entries.get(key);
        } catch (FolderDamagedException e) {
            onFatal.accept(e);
            throw e;
        }
    }

    @Override
    public Map<String, M> under(String prefix) {
        Map<String, M> found = new TreeMap<>();
        scan(prefix, found::put);
        return found;
    }

    @Override
    public void scan(String prefix, BiConsumer<String, M> visitor) {
        read(() -> entries.scan(prefix, visitor));
    }

    @Override
    public <S extends Message> void summaries(String prefix, Summary<M, S> how, BiConsumer<String, S> visitor) {
        read(() -> entries.summaries(prefix, how, visitor));
    }

    private void read(Runnable reading) {
        try {
            reading.run();
        } catch (FolderDamagedException e) {
            onFatal.accept(e);
            throw e;
        }
    }

    @Override
    public void onChange(Runnable listener) {
        onChangeOf(key -> listener.run());
    }

    @Override
    public void onChangeOf(Consumer<String> listener) {
        listeners.onChangeOf(listener);
    }

    /**
     * Registers a receiver of every later message; it is called on the table's thread, after the table holds the message. A table in a
     * folder does not name the keys that differ after its topic was read again: use {@link #onChangeOf} there.
     */
    public void onChange(BiConsumer<String, M> listener) {
        listeners.onChange(listener);
    }

    /** Registers a receiver of every key removed later; it is called on the table's thread, after the table has lost the key. */
    public void onRemoval(Consumer<String> listener) {
        listeners.onRemoval(listener);
    }

    /**
     * Registers a receiver of every key whose latest message in the topic does not count, with the message that does. The topic
     * will keep only the one that does not, so that a holder of the right to write should write the other again. It is called on
     * the table's thread, once the table has caught up.
     */
    public void onOverwrite(BiConsumer<String, M> listener) {
        listeners.onOverwrite(listener);
    }

    /** What makes the entries, for tests without a broker. */
    TableWriter<M> writer() {
        return writer;
    }

    @Override
    public void close() {
        thread.close();
        entries.close();
    }
}
