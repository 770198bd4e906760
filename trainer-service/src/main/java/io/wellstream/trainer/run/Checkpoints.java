package io.wellstream.trainer.run;

import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.trainer.run.CheckpointIndex.Entry;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
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
 * The durable states of one run. The network goes first and {@code complete} last: without it a checkpoint does not exist.
 * Names carry the attempt, so that two attempts at one step never write to the same place.
 */
public final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    /** A checkpoint whose network is proven to be there. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record Checkpoint(CheckpointComplete complete, byte[] network) {}

    private final ObjectStore store;
    private final Hold hold;
    private final CheckpointIndex index;

    public Checkpoints(ObjectStore store, Hold hold) {
        this.store = store;
        this.hold = hold;
        this.index = new CheckpointIndex(store, hold.dataset(), hold.run());
    }

    /** The newest checkpoint that can be read whole; damaged ones are told of and passed over. */
    public Optional<Checkpoint> newest() {
        return index.newestFirst().stream()
                .map(this::read)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The checkpoint of a step, of the latest attempt that made one. */
    public Optional<Checkpoint> of(long step) {
        return index.newestFirst().stream()
                .filter(entry -> entry.step() == step)
                .map(this::read)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Puts the network, then the record that makes it a checkpoint; durable when this returns. */
    public CheckpointComplete save(CheckpointComplete state, byte[] network) {
        hold.check();
        ObjectRef ref = store.putIfAbsent(key(state.getStep(), "network-" + hold.attempt() + ".zip"), network)
                .ref();
        CheckpointComplete complete = state.toBuilder()
                .setRun(hold.run().name())
                .setAttempt(hold.attempt())
                .setNetwork(ref)
                .build();
        hold.check();
        store.putIfAbsent(key(state.getStep(), "complete-" + hold.attempt()), complete.toByteArray());
        return complete;
    }

    /** Deletes all checkpoints but those of these steps; each ceases to exist before its network goes. */
    public void keepOnly(Set<Long> steps) {
        hold.check();
        List<ObjectKey> completes = index.newestFirst().stream()
                .filter(entry -> !steps.contains(entry.step()))
                .map(Entry::key)
                .toList();
        String prefix = ObjectKeys.checkpoints(hold.dataset(), hold.run());
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
            return index.read(entry).map(complete -> new Checkpoint(complete, store.get(complete.getNetwork())));
        } catch (RejectedException e) {
            LOG.warn("damaged checkpoint run={} step={} reason={}", hold.run(), entry.step(), e.getMessage());
            return Optional.empty();
        }
    }

    private ObjectKey key(long step, String name) {
        return ObjectKeys.checkpoint(hold.dataset(), hold.run(), step, name);
    }
}
