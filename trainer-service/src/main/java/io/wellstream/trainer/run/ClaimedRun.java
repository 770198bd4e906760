package io.wellstream.trainer.run;

import com.google.protobuf.Message;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.trainer.batches.BatchSweeper;
import io.wellstream.trainer.checkpoint.Checkpoints;
import io.wellstream.trainer.checkpoint.Spool;
import io.wellstream.trainer.claim.Claim;
import io.wellstream.trainer.claim.ClaimLostException;
import io.wellstream.trainer.memory.MemoryForecast;
import io.wellstream.trainer.run.RunScheduler.Connections;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.MissingObjectException;
import io.wellstream.wire.store.ObjectFile;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.PatientStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that this trainer has claimed, and everything that the run writes to the broker and the store. Each write first
 * checks that the claim is still held and that the run is not cancelled.
 */
final class ClaimedRun {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimedRun.class);

    private final DatasetId dataset;
    private final Claim claim;
    private final ObjectStore store;
    private final MessageSender sender;
    private final Spool spool;
    private final SpaceWait space;
    private final Checkpoints checkpoints;
    private final BatchSweeper sweeper;
    private final MemoryForecast memory;
    private volatile RunRecord record;
    private volatile Optional<RunRecord> written = Optional.empty();
    private volatile boolean cancelled;
    private volatile boolean stopping;

    /**
     * @param record of the run when it was claimed
     * @param memory what the run will take
     */
    ClaimedRun(RunRecord record, Claim claim, Connections connections, MemoryForecast memory, TrainerMeters meters) {
        this.record = record;
        this.memory = memory;
        this.dataset = new DatasetId(record.getSpecification().getDataset());
        this.claim = claim;
        this.space = new SpaceWait(this, meters);
        this.store = new PatientStore(connections.store(), space);
        this.sender = connections.sender();
        this.spool = connections.spool();
        this.checkpoints = new Checkpoints(store, spool, dataset, claim.run(), claim.attempt(), this::check);
        this.sweeper = new BatchSweeper(store, dataset, claim.run(), this::check);
    }

    DatasetId dataset() {
        return dataset;
    }

    /** The record of the run as this trainer last wrote it, apart from what it waits for. */
    RunRecord record() {
        return record;
    }

    RunId id() {
        return claim.run();
    }

    Claim claim() {
        return claim;
    }

    int attempt() {
        return claim.attempt();
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    BatchSweeper sweeper() {
        return sweeper;
    }

    /** How the run waits while there is no space for its objects. */
    SpaceWait space() {
        return space;
    }

    /** The memory that the run will take, for which there was enough when it was claimed. */
    MemoryForecast memory() {
        return memory;
    }

    /** Makes the next {@link #check} throw. */
    void cancel() {
        cancelled = true;
    }

    /** Makes the next {@link #checkContinue} throw; a step that has begun may still be saved. */
    void stop() {
        stopping = true;
    }

    /** Marks the run as over, so that no trainer can claim it again. */
    void end(RunRecord as) {
        claim.end(as);
    }

    /** Whether an earlier run had this name, and the table of runs does not know it any more. */
    boolean isOfReusedName() {
        return claim.isOfReusedName();
    }

    /**
     * Runs before every write.
     *
     * @throws ClaimLostException if another trainer may hold the run
     * @throws RunCancelledException if the run was cancelled
     */
    void check() {
        claim.check();
        if (cancelled) {
            throw new RunCancelledException(id());
        }
    }

    /**
     * Runs before every batch, when no step is half done.
     *
     * @throws RunStoppedException if this process is stopping; otherwise as {@link #check}
     */
    void checkContinue() {
        check();
        if (stopping) {
            throw new RunStoppedException(id());
        }
    }

    /** Sends a request without waiting; the future completes when the broker has stored it. */
    CompletableFuture<Void> request(BatchRequest request) {
        check();
        return sender.send(Topics.BATCH_REQUESTS, MessageKeys.run(id()), request);
    }

    void send(EpochFinished event) {
        send(Topics.RUN_EVENTS, MessageKeys.run(id()), event);
    }

    /** Writes the run's record, of this attempt. */
    void send(RunRecord state) {
        write(state);
        record = state;
    }

    /**
     * Writes what the run waits for into its record; an empty reason for nothing. This does not wait for the broker, whose disk may be
     * the one that is full. What a run waits for that has not started is said by {@link RunScheduler#waitingFor}.
     */
    void waiting(String reason, long sinceMs) {
        if (!record.hasStarted() && !RunStates.isToBePublished(record)) {
            return;
        }
        check();
        RunRecord stamped = stamped(RunStates.waiting(record, reason, sinceMs));
        written = Optional.of(stamped);
        CompletableFuture<Void> unused = sender.send(Topics.RUNS, MessageKeys.run(id()), stamped)
                .exceptionally(failure -> {
                    LOG.warn("not recorded what run={} waits for reason={}", id(), failure.getMessage());
                    return null;
                });
    }

    /** The record as one of this attempt, so that readers can tell it from a late one of another. */
    RunRecord stamped(RunRecord state) {
        return state.toBuilder().setAttempt(attempt()).build();
    }

    /** The record that this attempt wrote last. */
    Optional<RunRecord> written() {
        return written;
    }

    private void write(RunRecord state) {
        RunRecord stamped = stamped(state);
        send(Topics.RUNS, MessageKeys.run(id()), stamped);
        written = Optional.of(stamped);
    }

    <M extends Message> void send(Topic<M> topic, String key, M message) {
        check();
        sender.sendAndWait(topic, key, message);
    }

    /** Puts an immutable object. If it is there already, it is read, and put again if it is damaged. */
    ObjectRef put(ObjectKey key, byte[] bytes) {
        check();
        return whole(() -> store.putIfAbsent(key, bytes));
    }

    /** Puts an immutable object from a file, as {@link #put(ObjectKey, byte[])} does. */
    ObjectRef put(ObjectKey key, ObjectFile file) {
        check();
        return whole(() -> store.putIfAbsent(key, file));
    }

    private ObjectRef whole(Supplier<ObjectStore.Put> putting) {
        ObjectStore.Put put = putting.get();
        if (!put.created()) {
            try {
                store.verify(put.ref());
            } catch (CorruptObjectException | MissingObjectException e) {
                deleteDamaged(ObjectKey.of(put.ref()), e);
                return putting.get().ref();
            }
        }
        return put.ref();
    }

    /** Writes an object into a local file, from which it can be put; the caller closes it. */
    ObjectFile spool(ObjectFile.Content content) throws InterruptedException {
        return space.writing("a checkpoint or a model on its way to the store", () -> spool.write(content));
    }

    /** Puts an object unless the key is taken, and returns the bytes that the key now has. A damaged object is replaced. */
    byte[] putOrRead(ObjectKey key, byte[] bytes) {
        Optional<byte[]> there = read(key);
        check();
        if (there.isPresent() || store.replace(key, bytes, Optional.empty()).isPresent()) {
            return there.orElse(bytes);
        }
        return read(key)
                .orElseThrow(() -> new IllegalStateException("object " + key + " existed and was then deleted"));
    }

    /** The object's bytes; empty if there is none, or if it was damaged and is deleted now. */
    Optional<byte[]> read(ObjectKey key) {
        try {
            return store.read(key).map(ObjectStore.Versioned::bytes);
        } catch (CorruptObjectException e) {
            deleteDamaged(key, e);
            return Optional.empty();
        }
    }

    private void deleteDamaged(ObjectKey key, Exception damage) {
        LOG.warn("an object is damaged in the store and is put again run={} reason=\"{}\"", id(), damage.getMessage());
        check();
        store.delete(List.of(key));
    }

    /** An object in a local file; the caller closes it. */
    ObjectFile fetch(ObjectRef ref) {
        return store.get(ref, spool.next());
    }

    byte[] get(ObjectRef ref) {
        return store.get(ref);
    }

    /** Whether the key is free, or has this object. */
    boolean isFreeFor(ObjectKey key, ObjectFile object) {
        return store.stat(key)
                .map(there -> there.sha256().equals(Optional.of(Sha256.hex(object.sha256()))))
                .orElse(true);
    }

    /** Deletes a batch that is not what was requested, so that a worker makes it anew. */
    void deleteDamaged(ObjectRef batch) {
        check();
        store.delete(List.of(ObjectKey.of(batch)));
    }
}
