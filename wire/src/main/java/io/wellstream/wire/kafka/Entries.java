package io.wellstream.wire.kafka;

import com.google.protobuf.Message;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.Uuid;

/** Where a table keeps its entries. One thread writes; any thread reads. */
interface Entries<M extends Message> extends AutoCloseable {
    Optional<M> get(String key);

    /** Visits the entries whose key begins with the prefix, sorted by key. */
    void scan(String prefix, BiConsumer<String, M> visitor);

    <S extends Message> void summaries(String prefix, Summary<M, S> how, BiConsumer<String, S> visitor);

    /** Whether the entries are still there when the process starts again. */
    boolean outliveProcess();

    /** Where the reading continues, by partition. Entries of another topic, or too old to be completed, are removed. */
    Map<Integer, Position> resume(Uuid topic, long nowMs);

    /** The message that a key has where changes are made. */
    Optional<M> written(String key);

    /** @param bytes the message as it is in the topic */
    void put(String key, M message, byte[] bytes);

    void remove(String key);

    /**
     * Makes the changes since the last call visible, together with where the reading continues. It can be repeated if it fails.
     *
     * @throws io.wellstream.wire.disk.FolderFullException if there is no space for them
     */
    void commit(Map<Integer, Position> next);

    /** Notes that the entries were those of the topic at this time; kept with the next commit. */
    void current(long nowMs);

    /** Makes changes aside from now on, from an empty set and the topic's beginning; readers see the entries as they were. */
    void beginAside(long nowMs);

    boolean isAside();

    /**
     * Shows what was made aside and committed; what it replaces is removed with the next commit.
     *
     * @param listeners receive the keys that differ with their message, null for a key that is gone; or the empty key for any
     */
    void showAside(TableListeners<M> listeners);

    @Override
    void close();
}
