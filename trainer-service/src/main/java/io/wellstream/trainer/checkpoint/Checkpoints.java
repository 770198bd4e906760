package io.wellstream.trainer.checkpoint;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.trainer.checkpoint.CheckpointIndex.Entry;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves and reads the checkpoints of one run. The network is put first and the record {@code complete} last; without the
 * record a checkpoint does not exist. Keys contain the attempt, so two attempts at one step never write to the same key.
 */
public final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    /** A checkpoint with its network, whose digest was checked. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record Checkpoint(CheckpointComplete complete, byte[] network) {}

    private final ObjectStore store;
    private final DatasetId dataset;
    private final RunId run;
    private final int attempt;
    private final Runnable checkClaim;
    private final CheckpointIndex index;

    /** @param checkClaim runs before every write; throws if the caller no longer holds the run */
    public Checkpoints(ObjectStore store, DatasetId dataset, RunId run, int attempt, Runnable checkClaim) {
        this.store = store;
        this.dataset = dataset;
        this.run = run;
        this.attempt = attempt;
        this.checkClaim = checkClaim;
        this.index = new CheckpointIndex(store, dataset, run);
    }

    /**
     * The checkpoints up to a step that can be read completely, newest first; damaged ones are logged and skipped. Each is
     * read only when the stream reaches it.
     */
    public Stream<Checkpoint> upTo(long step) {
        return index.newestFirst().stream()
                .filter(entry -> entry.step() <= step)
                .map(this::read)
                .flatMap(Optional::stream);
    }

    /** The checkpoint of a step, from the latest attempt that saved one. */
    public Optional<Checkpoint> of(long step) {
        return index.newestFirst().stream()
                .filter(entry -> entry.step() == step)
                .map(this::read)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** What is recorded about the checkpoint of a step; its network is not read. */
    public Optional<CheckpointComplete> recordOf(long step) {
        return index.at(step);
    }

    /** Puts the network and then the record; the checkpoint is durable when this returns. */
    public CheckpointComplete save(CheckpointComplete state, byte[] network) {
        checkClaim.run();
        ObjectRef ref = store.putIfAbsent(key(state.getStep(), "network-" + attempt + ".zip"), network)
                .ref();
        CheckpointComplete complete = state.toBuilder()
                .setRun(run.name())
                .setAttempt(attempt)
                .setNetwork(ref)
                .build();
        checkClaim.run();
        store.putIfAbsent(key(state.getStep(), "complete-" + attempt), complete.toByteArray());
        return complete;
    }

    /** Deletes the checkpoints of all other steps; each record is deleted before its network. */
    public void keepOnly(Set<Long> steps) {
        checkClaim.run();
        List<ObjectKey> completes = index.newestFirst().stream()
                .filter(entry -> !steps.contains(entry.step()))
                .map(Entry::key)
                .toList();
        String prefix = ObjectKeys.checkpoints(dataset, run);
        List<ObjectKey> networks = new ArrayList<>();
        try (Stream<ObjectInfo> objects = store.list(prefix)) {
            objects.map(ObjectInfo::key)
                    .filter(key -> steps.stream().noneMatch(step -> key.path().startsWith(prefix + step + "/")))
                    .forEach(networks::add);
        }
        networks.removeAll(completes);
        store.delete(completes);
        store.delete(networks);
    }

    /** Deletes the checkpoints after a step that this attempt or an earlier one saved: training went back to that step. */
    public void discardAfter(long step) {
        checkClaim.run();
        List<Entry> after = index.newestFirst().stream()
                .filter(entry -> entry.step() > step && entry.attempt() <= attempt)
                .toList();
        store.delete(after.stream().map(Entry::key).toList());
        store.delete(after.stream()
                .map(entry -> key(entry.step(), "network-" + entry.attempt() + ".zip"))
                .toList());
    }

    private Optional<Checkpoint> read(Entry entry) {
        try {
            return index.read(entry).map(complete -> new Checkpoint(complete, store.get(complete.getNetwork())));
        } catch (RejectedException e) {
            LOG.warn("damaged checkpoint run={} step={} reason={}", run, entry.step(), e.getMessage());
            return Optional.empty();
        }
    }

    private ObjectKey key(long step, String name) {
        return ObjectKeys.checkpoint(dataset, run, step, name);
    }
}
