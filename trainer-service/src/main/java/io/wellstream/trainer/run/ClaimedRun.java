package io.wellstream.trainer.run;

import com.google.protobuf.Message;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.trainer.batches.BatchSweeper;
import io.wellstream.trainer.checkpoint.CheckpointIndex;
import io.wellstream.trainer.checkpoint.Checkpoints;
import io.wellstream.trainer.checkpoint.Spool;
import io.wellstream.trainer.claim.Claim;
import io.wellstream.trainer.claim.ClaimLostException;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.run.RunScheduler.Connections;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectFile;
import io.wellstream.wire.store.ObjectStore;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A run that this trainer has claimed, and everything that the run writes to the broker and the store. Each write first
 * checks that the claim is still held and that the run is not cancelled.
 */
final class ClaimedRun {
    private final DatasetId dataset;
    private final Claim claim;
    private final ObjectStore store;
    private final MessageSender sender;
    private final Spool spool;
    private final Checkpoints checkpoints;
    private final BatchSweeper sweeper;
    private volatile boolean cancelled;
    private volatile boolean stopping;

    ClaimedRun(DatasetId dataset, Claim claim, Connections connections) {
        this.dataset = dataset;
        this.claim = claim;
        this.store = connections.store();
        this.sender = connections.sender();
        this.spool = connections.spool();
        this.checkpoints = new Checkpoints(store, spool, dataset, claim.run(), claim.attempt(), this::check);
        this.sweeper = new BatchSweeper(store, dataset, claim.run());
    }

    DatasetId dataset() {
        return dataset;
    }

    RunId id() {
        return claim.run();
    }

    int attempt() {
        return claim.attempt();
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    /** The step of the newest checkpoint; 0 if there is none. */
    long newestStep() {
        return new CheckpointIndex(store, dataset, claim.run())
                .newest()
                .map(CheckpointComplete::getStep)
                .orElse(0L);
    }

    BatchSweeper sweeper() {
        return sweeper;
    }

    /** Makes the next {@link #check} throw. */
    void cancel() {
        cancelled = true;
    }

    /** Makes the next {@link #checkContinue} throw; a step that has begun may still be saved. */
    void stop() {
        stopping = true;
    }

    /** Ends the claim for good: the run is over, and no trainer can claim it again. */
    void end() {
        claim.end();
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

    void send(RunRecord state) {
        send(Topics.RUNS, MessageKeys.run(id()), state);
    }

    <M extends Message> void send(Topic<M> topic, String key, M message) {
        check();
        sender.sendAndWait(topic, key, message);
    }

    /** Puts an immutable object; putting the same bytes again changes nothing. */
    ObjectRef put(ObjectKey key, byte[] bytes) {
        check();
        return store.putIfAbsent(key, bytes).ref();
    }

    /** As {@link #put(ObjectKey, byte[])}; the object is streamed through a local file. */
    ObjectRef put(ObjectKey key, ObjectFile.Content content) {
        try (ObjectFile file = spool.write(content)) {
            return put(key, file);
        }
    }

    ObjectRef put(ObjectKey key, ObjectFile file) {
        check();
        return store.putIfAbsent(key, file).ref();
    }

    /** Saves the network as the checkpoint of this state, streamed through a local file. */
    CheckpointComplete saveCheckpoint(CheckpointComplete state, Network network) {
        try (ObjectFile file = spool.write(network::save)) {
            return checkpoints.save(state, file);
        }
    }

    /** Puts an object unless the key is taken, and returns the bytes that the key now has. */
    byte[] putOrRead(ObjectKey key, byte[] bytes) {
        check();
        if (store.replace(key, bytes, Optional.empty()).isPresent()) {
            return bytes;
        }
        return read(key)
                .orElseThrow(() -> new IllegalStateException("object " + key + " existed and was then deleted"));
    }

    Optional<byte[]> read(ObjectKey key) {
        return store.read(key).map(ObjectStore.Versioned::bytes);
    }

    byte[] get(ObjectRef ref) {
        return store.get(ref);
    }
}
