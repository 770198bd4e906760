package io.wellstream.wire.kafka;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Entries in memory, for tables of some thousand messages. */
final class HeapEntries<M extends Message> implements Entries<M> {
    private final ConcurrentNavigableMap<String, M> shown = new ConcurrentSkipListMap<>();
    private @Nullable Map<String, M> aside; // used by the table's thread only

    @Override
    public Optional<M> get(String key) {
        return Optional.ofNullable(shown.get(key));
    }

    @Override
    public void scan(String prefix, BiConsumer<String, M> visitor) {
        for (Map.Entry<String, M> entry : shown.tailMap(prefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                return;
            }
            visitor.accept(entry.getKey(), entry.getValue());
        }
    }

    @Override
    public <S extends Message> void summaries(String prefix, Summary<M, S> how, BiConsumer<String, S> visitor) {
        Map<String, List<M>> groups = new TreeMap<>();
        scan(prefix, (key, message) -> groups.computeIfAbsent(Summary.group(key), group -> new ArrayList<>())
                .add(message));
        groups.forEach((group, messages) -> visitor.accept(group, how.of().apply(messages)));
    }

    @Override
    public boolean outliveProcess() {
        return false;
    }

    @Override
    public Map<Integer, Position> resume(Uuid topic, long nowMs) {
        return Map.of();
    }

    @Override
    public Optional<M> written(String key) {
        return Optional.ofNullable(target().get(key));
    }

    @Override
    public void put(String key, M message, byte[] bytes) {
        target().put(key, message);
    }

    @Override
    public void remove(String key) {
        target().remove(key);
    }

    private Map<String, M> target() {
        Map<String, M> apart = aside;
        return apart == null ? shown : apart;
    }

    @Override
    public void commit(Map<Integer, Position> next) {}

    @Override
    public void current(long nowMs) {}

    @Override
    public void beginAside(long nowMs) {
        aside = new TreeMap<>();
    }

    @Override
    public boolean isAside() {
        return aside != null;
    }

    @Override
    public void showAside(TableListeners<M> listeners) {
        Map<String, M> now = aside == null ? Map.of() : aside;
        aside = null;
        for (String key : List.copyOf(shown.keySet())) {
            if (!now.containsKey(key)) {
                shown.remove(key);
                listeners.changed(key, null);
            }
        }
        now.forEach((key, message) -> {
            if (!message.equals(shown.put(key, message))) {
                listeners.changed(key, message);
            }
        });
    }

    @Override
    public void close() {}
}
