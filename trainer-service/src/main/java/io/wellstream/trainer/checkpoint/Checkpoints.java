package io.wellstream.trainer.checkpoint;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.trainer.checkpoint.CheckpointIndex.Entry;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectFile;
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

    /** A checkpoint with its network in a local file, whose digest was checked; closing it deletes the file. */
    public record Checkpoint(CheckpointComplete complete, ObjectFile network) implements AutoCloseable {
        @Override
        public void close() {
            network.close();
        }
    }

    private final ObjectStore store;
    private final DatasetId dataset;
    private final RunId run;
    private final int attempt;
    private final Runnable checkClaim;
    private final CheckpointIndex index;
    private final Spool spool;

    /** @param checkClaim runs before every write; throws if the caller no longer holds the run */
    public Checkpoints(ObjectStore store, Spool spool, DatasetId dataset, RunId run, int attempt, Runnable checkClaim) {
        this.store = store;
        this.spool = spool;
        this.dataset = dataset;
        this.run = run;
        this.attempt = attempt;
        this.checkClaim = checkClaim;
        this.index = new CheckpointIndex(store, dataset, run);
    }

    /** The newest checkpoint that can be read completely; damaged ones are logged and skipped. */
    public Optional<Checkpoint> newest() {
        return index.newestFirst().stream()
                .map(this::read)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The checkpoint of a step, from the latest attempt that saved one. */
    public Optional<Checkpoint> of(long step) {
        return index.newestFirst().stream()
                .filter(entry -> entry.step() == step)
                .map(this::read)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Puts the network and then the record; the checkpoint is durable when this returns. */
    public CheckpointComplete save(CheckpointComplete state, ObjectFile network) {
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

    private Optional<Checkpoint> read(Entry entry) {
        try {
            return index.read(entry)
                    .map(complete -> new Checkpoint(complete, store.get(complete.getNetwork(), spool.next())));
        } catch (RejectedException e) {
            LOG.warn("damaged checkpoint run={} step={} reason={}", run, entry.step(), e.getMessage());
            return Optional.empty();
        }
    }

    private ObjectKey key(long step, String name) {
        return ObjectKeys.checkpoint(dataset, run, step, name);
    }
}
