package io.wellstream.scorer;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A table that the test writes to. */
final class InMemoryTable<M> implements Table<M> {
    private final Map<String, M> latest = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Runnable beforeRead = () -> {};

    /** Runs before every read of a key, on the reader's thread. */
    void beforeRead(Runnable action) {
        beforeRead = action;
    }

    void put(String key, M message) {
        latest.put(key, message);
        listeners.forEach(Runnable::run);
    }

    void remove(String key) {
        latest.remove(key);
        listeners.forEach(Runnable::run);
    }

    @Override
    public Optional<M> get(String key) {
        beforeRead.run();
        return Optional.ofNullable(latest.get(key));
    }

    @Override
    public Map<String, M> snapshot(Predicate<String> key) {
        Map<String, M> snapshot = new TreeMap<>(latest);
        snapshot.keySet().removeIf(key.negate());
        return snapshot;
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
