package io.wellstream.wire.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A table that a test writes to. */
public final class InMemoryTable<M> implements Table<M> {
    private final Map<String, M> latest = new ConcurrentSkipListMap<>();
    private final CopyOnWriteArrayList<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger scans = new AtomicInteger();
    private volatile Runnable beforeRead = () -> {};
    private volatile Runnable beforeScan = () -> {};

    /** Sets what runs before every {@link #get}, on the reader's thread. */
    public void beforeRead(Runnable action) {
        beforeRead = action;
    }

    /** Sets what runs before every {@link #under}, on the reader's thread. */
    public void beforeScan(Runnable action) {
        beforeScan = action;
    }

    public void put(String key, M message) {
        latest.put(key, message);
        listeners.forEach(listener -> listener.accept(key));
    }

    public void remove(String key) {
        latest.remove(key);
        listeners.forEach(listener -> listener.accept(key));
    }

    @Override
    public Optional<M> get(String key) {
        beforeRead.run();
        return Optional.ofNullable(latest.get(key));
    }

    @Override
    public Map<String, M> under(String prefix) {
        beforeScan.run();
        scans.incrementAndGet();
        Map<String, M> found = new TreeMap<>(latest);
        found.keySet().removeIf(key -> !key.startsWith(prefix));
        return found;
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(key -> listener.run());
    }

    @Override
    public void onChangeOf(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** How often {@link #under} was called. */
    public int scans() {
        return scans.get();
    }
}
