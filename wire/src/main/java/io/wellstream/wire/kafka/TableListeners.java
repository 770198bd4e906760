package io.wellstream.wire.kafka;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The receivers of a table's changes; they are called on the table's thread. */
final class TableListeners<M> {
    private final List<BiConsumer<String, M>> changes = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> removals = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> keys = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<String, M>> overwrites = new CopyOnWriteArrayList<>();

    void onChange(BiConsumer<String, M> listener) {
        changes.add(listener);
    }

    void onRemoval(Consumer<String> listener) {
        removals.add(listener);
    }

    void onChangeOf(Consumer<String> listener) {
        keys.add(listener);
    }

    void onOverwrite(BiConsumer<String, M> listener) {
        overwrites.add(listener);
    }

    /** @param message null if the key is gone; the empty key for any */
    void changed(String key, @Nullable M message) {
        if (message != null) {
            changes.forEach(listener -> listener.accept(key, message));
        } else if (!key.isEmpty()) {
            removals.forEach(listener -> listener.accept(key));
        }
        keys.forEach(listener -> listener.accept(key));
    }

    void overwritten(String key, M known) {
        overwrites.forEach(listener -> listener.accept(key, known));
    }
}
