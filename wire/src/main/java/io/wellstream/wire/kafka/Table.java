package io.wellstream.wire.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A table topic as a map: the latest message of each key, as known at the moment of the call. */
public interface Table<M> {
    Optional<M> get(String key);

    /** A copy of the entries whose key begins with the prefix, sorted by key; the empty prefix gives all. */
    Map<String, M> under(String prefix);

    /** Registers an action that runs after every later change, on the thread that follows the topic: it must return quickly. */
    void onChange(Runnable listener);

    /** As {@link #onChange}, for a receiver of the key that has changed or is gone; the empty key means that any may have changed. */
    default void onChangeOf(Consumer<String> listener) {
        onChange(() -> listener.accept(""));
    }
}
