package io.wellstream.trainer.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of a run, read-only; reading needs no claim. */
public final class CheckpointIndex {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointIndex.class);
    private static final Pattern NAME = Pattern.compile("([0-9]+)/([a-z]+)-([0-9]+)(\\..*)?");

    /** An object of a checkpoint: its record, which makes the checkpoint exist, or its network. */
    record Entry(ObjectKey key, long step, int attempt, boolean isRecord) {}

    private final ObjectStore store;
    private final String prefix;

    public CheckpointIndex(ObjectStore store, DatasetId dataset, RunId run) {
        this.store = store;
        this.prefix = ObjectKeys.checkpoints(dataset, run);
    }

    /** The newest checkpoint's record; its network is not read. */
    public Optional<CheckpointComplete> newest() {
        return newestFirst().stream().map(this::read).flatMap(Optional::stream).findFirst();
    }

    /** The record of the checkpoint of a step, from the latest attempt that saved one. */
    public Optional<CheckpointComplete> at(long step) {
        return newestFirst().stream()
                .filter(entry -> entry.step() == step)
                .map(this::read)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The highest attempt that has saved anything; 0 if none has. */
    public int latestAttempt() {
        return objects().stream().mapToInt(Entry::attempt).max().orElse(0);
    }

    /** The steps that have a checkpoint, newest first. */
    public List<Long> steps() {
        return newestFirst().stream()
                .map(Entry::step)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /**
     * The records, those of the latest attempt first: it has read all that was there before, so that a later step of an earlier
     * attempt can only have been written by a trainer that did not know yet that it had lost the run.
     */
    List<Entry> newestFirst() {
        return objects().stream()
                .filter(Entry::isRecord)
                .sorted(Comparator.comparingInt(Entry::attempt)
                        .thenComparingLong(Entry::step)
                        .reversed())
                .toList();
    }

    List<Entry> objects() {
        try (Stream<ObjectInfo> objects = store.list(prefix)) {
            return objects.map(ObjectInfo::key)
                    .map(this::entry)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /** The record; empty if the object was deleted or is damaged. */
    Optional<CheckpointComplete> read(Entry entry) {
        try {
            Optional<ObjectStore.Versioned> object = store.read(entry.key());
            return object.isEmpty()
                    ? Optional.empty()
                    : Optional.of(CheckpointComplete.parseFrom(object.get().bytes()));
        } catch (CorruptObjectException | InvalidProtocolBufferException e) {
            LOG.warn("damaged checkpoint record={} reason=\"{}\"", entry.key(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Entry> entry(ObjectKey key) {
        Matcher name = NAME.matcher(key.path().substring(prefix.length()));
        return name.matches()
                ? Optional.of(new Entry(
                        key,
                        Long.parseLong(name.group(1)),
                        Integer.parseInt(name.group(3)),
                        name.group(2).equals("complete")))
                : Optional.empty();
    }
}
