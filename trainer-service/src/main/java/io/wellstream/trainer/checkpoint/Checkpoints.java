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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
    private Optional<Origin> origin = Optional.empty();

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

    /**
     * From now on, checkpoints of another specification or manifest are not read, and new ones say what they are of.
     *
     * @return whether the run has no checkpoints of another origin
     */
    public boolean bindTo(Origin bound) {
        origin = Optional.of(bound);
        return index.newestFirst().stream()
                .map(index::read)
                .flatMap(Optional::stream)
                .allMatch(bound::isOf);
    }

    /**
     * The checkpoints up to a step that can be read completely, newest first; damaged ones are logged and skipped. Each is
     * read only when the stream reaches it; the caller closes it.
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
    public CheckpointComplete save(CheckpointComplete state, ObjectFile network) {
        checkClaim.run();
        ObjectRef ref = store.putIfAbsent(key(state.getStep(), "network-" + attempt + ".zip"), network)
                .ref();
        CheckpointComplete.Builder complete =
                state.toBuilder().setRun(run.name()).setAttempt(attempt).setNetwork(ref);
        origin.ifPresent(bound -> bound.writeTo(complete));
        checkClaim.run();
        store.putIfAbsent(
                key(state.getStep(), "complete-" + attempt), complete.build().toByteArray());
        return complete.build();
    }

    /**
     * Deletes the checkpoints before the last of these steps, except those of these steps; each record is deleted before its
     * network. Later steps and later attempts are never deleted: they belong to a trainer that has taken the run over, which
     * this one may learn only after a call that it repeated for long.
     */
    public void keepOnly(Set<Long> steps) {
        long last = Collections.max(steps);
        delete(object -> object.step() < last && !steps.contains(object.step()));
    }

    /** Deletes the checkpoints after a step, except those of later attempts: training went back to that step. */
    public void discardAfter(long step) {
        delete(object -> object.step() > step);
    }

    private void delete(Predicate<Entry> unwanted) {
        List<Entry> objects = index.objects().stream()
                .filter(object -> object.attempt() <= attempt)
                .filter(unwanted)
                .toList();
        checkClaim.run();
        store.delete(objects.stream().filter(Entry::isRecord).map(Entry::key).toList());
        checkClaim.run();
        store.delete(objects.stream()
                .filter(Predicate.not(Entry::isRecord))
                .map(Entry::key)
                .toList());
    }

    private Optional<Checkpoint> read(Entry entry) {
        try {
            return index.read(entry)
                    .filter(complete ->
                            origin.map(bound -> bound.isOf(complete)).orElse(true))
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
