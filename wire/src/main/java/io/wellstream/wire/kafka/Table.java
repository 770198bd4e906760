package io.wellstream.wire.kafka;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A table topic as a map: the latest message of each key, as known at the moment of the call. */
public interface Table<M> {
    Optional<M> get(String key);

    /** A copy of the entries whose key begins with the prefix, sorted by key; the empty prefix gives all. */
    Map<String, M> under(String prefix);

    /** Visits the same entries one after another, so that they need not be in memory together. */
    default void scan(String prefix, BiConsumer<String, M> visitor) {
        under(prefix).forEach(visitor);
    }

    /**
     * Visits the summary of each group under a prefix that is the empty one, a part of a group's name or a group. A table on disk keeps
     * summaries, of one kind only, until an entry of the group changes.
     *
     * @param visitor receives the group and its summary, in the order of the groups
     */
    default <S extends Message> void summaries(String prefix, Summary<M, S> how, BiConsumer<String, S> visitor) {
        Map<String, List<M>> groups = new TreeMap<>();
        under(prefix).forEach((key, message) -> groups.computeIfAbsent(Summary.group(key), group -> new ArrayList<>())
                .add(message));
        groups.forEach((group, messages) -> visitor.accept(group, how.of().apply(messages)));
    }

    /** Registers an action that runs after every later change, on the thread that follows the topic: it must return quickly. */
    void onChange(Runnable listener);

    /** As {@link #onChange}, for a receiver of the key that has changed or is gone; the empty key means that any may have changed. */
    default void onChangeOf(Consumer<String> listener) {
        onChange(() -> listener.accept(""));
    }
}
