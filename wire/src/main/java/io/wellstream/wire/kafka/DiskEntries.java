package io.wellstream.wire.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.wellstream.proto.v1.StoredPosition;
import io.wellstream.proto.v1.StoredTable;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.disk.Bytes;
import io.wellstream.wire.disk.Change;
import io.wellstream.wire.disk.DiskMap;
import io.wellstream.wire.disk.FolderFullException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * Entries in a folder on a local disk: a cache of the topic, with the position up to which it was read (docs/adr/0046). Entries and
 * position are written together, so that after a kill they agree.
 */
final class DiskEntries<M extends Message> implements Entries<M> {
    /** Another format of entries or summaries gets another number, and is read from the topic again. */
    private static final String FORMAT = "1";

    /** After this time without the end of the topic, removals may have been compacted away: half of what Kafka keeps them for. */
    static final Duration OLDEST = Duration.ofHours(12);

    private static final byte STATE = 0;
    private static final byte FIRST = 1;
    private static final byte SECOND = 2;
    private static final byte SUMMARIES = 2; // added to the generation's byte
    private static final byte[] STALE = {};
    private static final Bytes STATE_KEY = new Bytes(new byte[] {STATE});

    private final Topic<M> topic;
    private final Kept kept;
    private final DiskMap map;
    private final Map<Bytes, Change> pending = new LinkedHashMap<>();
    private final Map<Integer, Position> positions = new TreeMap<>();
    private final Object writing = new Object(); // a summary and the entries that it is computed from
    private volatile byte shown = FIRST;
    private byte target = FIRST;
    private String topicId = "";
    private long currentAtMs;

    DiskEntries(Topic<M> topic, Kept kept, DiskMap map) {
        this.topic = topic;
        this.kept = kept;
        this.map = map;
        stored().ifPresent(state -> shown = (byte) state.getGeneration());
        target = shown;
    }

    @Override
    public Optional<M> get(String key) {
        return Optional.ofNullable(map.get(key(shown, key))).map(this::decode);
    }

    @Override
    public void scan(String prefix, BiConsumer<String, M> visitor) {
        map.scan(key(shown, prefix), (key, value) -> {
            visitor.accept(name(key), decode(value));
            return true;
        });
    }

    @Override
    public <S extends Message> void summaries(String prefix, Summary<M, S> how, BiConsumer<String, S> visitor) {
        byte generation = shown;
        map.scan(key((byte) (generation + SUMMARIES), prefix), (key, value) -> {
            String group = name(key);
            S summary = value.length == 0 ? summarize(generation, group, how) : parse(how, value);
            if (!summary.equals(summary.getDefaultInstanceForType())) {
                visitor.accept(group, summary);
            }
            return true;
        });
    }

    /** Computes the summary of a group and keeps it. */
    private <S extends Message> S summarize(byte generation, String group, Summary<M, S> how) {
        synchronized (writing) {
            List<M> messages = new ArrayList<>();
            map.scan(key(generation, group), (key, value) -> messages.add(decode(value)));
            S summary = how.of().apply(messages);
            byte[] encoded = summary.toByteArray();
            byte[] value = new byte[encoded.length + 1]; // longer than STALE
            System.arraycopy(encoded, 0, value, 1, encoded.length);
            try {
                map.write(Map.of(new Bytes(key((byte) (generation + SUMMARIES), group)), new Change.Put(value)));
            } catch (FolderFullException e) {
                return summary; // computed again when it is asked for again
            }
            return summary;
        }
    }

    private static <S extends Message> S parse(Summary<?, S> how, byte[] value) {
        try {
            return how.parser().parseFrom(value, 1, value.length - 1);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a summary of another kind in a table on disk", e);
        }
    }

    @Override
    public boolean outliveProcess() {
        return true;
    }

    @Override
    public Map<Integer, Position> resume(Uuid id, long nowMs) {
        topicId = id.toString();
        Optional<StoredTable> state = stored().filter(stored -> isUsable(stored, nowMs));
        if (state.isEmpty()) {
            map.clear();
            shown = FIRST;
            target = FIRST;
            currentAtMs = nowMs;
            return Map.of();
        }
        currentAtMs = state.get().getCurrentAtMs();
        for (StoredPosition each : state.get().getPositionsList()) {
            Optional<Integer> epoch = each.hasLeaderEpoch() ? Optional.of(each.getLeaderEpoch()) : Optional.empty();
            positions.put(each.getPartition(), new Position(each.getOffset(), epoch));
        }
        return Map.copyOf(positions);
    }

    private boolean isUsable(StoredTable state, long nowMs) {
        long age = nowMs - state.getCurrentAtMs();
        return state.getFormat().equals(FORMAT)
                && state.getTopicId().equals(topicId)
                && state.getKept().equals(kept.describe())
                && !state.getReadingAgain()
                && age >= 0
                && age <= OLDEST.toMillis();
    }

    private Optional<StoredTable> stored() {
        byte[] value = map.get(STATE_KEY.array());
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(StoredTable.parseFrom(value))
                    .filter(state -> state.getGeneration() == FIRST || state.getGeneration() == SECOND);
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<M> written(String key) {
        byte[] at = key(target, key);
        Change change = pending.get(new Bytes(at));
        return change == null
                ? Optional.ofNullable(map.get(at)).map(this::decode)
                : change instanceof Change.Put(byte[] value) ? Optional.of(decode(value)) : Optional.empty();
    }

    @Override
    public void put(String key, M message, byte[] bytes) {
        change(key, new Change.Put(bytes));
    }

    @Override
    public void remove(String key) {
        change(key, new Change.Remove());
    }

    private void change(String key, Change change) {
        pending.put(new Bytes(key(target, key)), change);
        pending.put(new Bytes(key((byte) (target + SUMMARIES), Summary.group(key))), new Change.Put(STALE));
    }

    @Override
    public void commit(Map<Integer, Position> next) {
        positions.putAll(next);
        pending.put(STATE_KEY, new Change.Put(state()));
        synchronized (writing) {
            map.write(pending);
        }
        pending.clear();
    }

    private byte[] state() {
        return StoredTable.newBuilder()
                .setFormat(FORMAT)
                .setTopicId(topicId)
                .setKept(kept.describe())
                .setGeneration(shown)
                .setReadingAgain(isAside())
                .setCurrentAtMs(currentAtMs)
                .addAllPositions(positions.entrySet().stream()
                        .map(each -> stored(each.getKey(), each.getValue()))
                        .collect(Collectors.toList()))
                .build()
                .toByteArray();
    }

    private static StoredPosition stored(int partition, Position position) {
        StoredPosition.Builder stored =
                StoredPosition.newBuilder().setPartition(partition).setOffset(position.offset());
        position.leaderEpoch().ifPresent(stored::setLeaderEpoch);
        return stored.build();
    }

    @Override
    public void current(long nowMs) {
        currentAtMs = nowMs;
    }

    @Override
    public void beginAside(long nowMs) {
        target = other();
        currentAtMs = nowMs;
        positions.clear();
        pending.clear();
        removeAll(target);
    }

    @Override
    public boolean isAside() {
        return target != shown;
    }

    @Override
    public void showAside(TableListeners<M> listeners) {
        byte before = shown;
        shown = target;
        removeAll(before);
        listeners.changed("", null);
    }

    private byte other() {
        return shown == FIRST ? SECOND : FIRST;
    }

    private void removeAll(byte generation) {
        pending.put(new Bytes(new byte[] {generation}), new Change.RemoveAll());
        pending.put(new Bytes(new byte[] {(byte) (generation + SUMMARIES)}), new Change.RemoveAll());
    }

    @Override
    public void close() {
        map.close();
    }

    private M decode(byte[] value) {
        try {
            return topic.decode(value);
        } catch (RejectedException e) {
            throw new IllegalStateException("a table on disk holds what its topic does not: " + e.getMessage(), e);
        }
    }

    private static byte[] key(byte space, String key) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[name.length + 1];
        all[0] = space;
        System.arraycopy(name, 0, all, 1, name.length);
        return all;
    }

    private static String name(byte[] key) {
        return new String(Arrays.copyOfRange(key, 1, key.length), StandardCharsets.UTF_8);
    }
}
