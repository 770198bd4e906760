package io.wellstream.trainer.run;

import com.google.protobuf.Message;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Everything that a run does to the world outside, each only while the run is held. */
public final class RunEffects {
    private final Hold hold;
    private final ObjectStore store;
    private final MessageSender sender;
    private final Checkpoints checkpoints;
    private final Sweeper sweeper;

    public RunEffects(Hold hold, ObjectStore store, MessageSender sender) {
        this.hold = hold;
        this.store = store;
        this.sender = sender;
        this.checkpoints = new Checkpoints(store, hold);
        this.sweeper = new Sweeper(store, hold.dataset(), hold.run());
    }

    /** Throws when the run may no longer be worked on. */
    public void check() {
        hold.check();
    }

    /** Throws when this process should not go on with the run. */
    public void checkGoesOn() {
        hold.checkGoesOn();
    }

    public DatasetId dataset() {
        return hold.dataset();
    }

    public RunId run() {
        return hold.run();
    }

    public int attempt() {
        return hold.attempt();
    }

    public Checkpoints checkpoints() {
        return checkpoints;
    }

    public Sweeper sweeper() {
        return sweeper;
    }

    /** Sends without waiting; the future tells when the request is durable, or why it is not. */
    public CompletableFuture<Void> ask(BatchRequest request) {
        hold.check();
        return sender.send(Topics.BATCH_REQUESTS, MessageKeys.run(hold.run()), request);
    }

    public void tell(EpochFinished event) {
        hold.check();
        sender.sendAndWait(Topics.RUN_EVENTS, MessageKeys.run(hold.run()), event);
    }

    public void record(RunRecord state) {
        hold.check();
        sender.sendAndWait(Topics.RUNS, MessageKeys.run(hold.run()), state);
    }

    public <M extends Message> void write(Topic<M> table, String key, M message) {
        hold.check();
        sender.sendAndWait(table, key, message);
    }

    /** An immutable object; the same one again is as good as put. */
    public ObjectRef put(ObjectKey key, byte[] bytes) {
        hold.check();
        return store.putIfAbsent(key, bytes).ref();
    }

    /** The object that stands at the key: these bytes, or those that were there first. */
    public byte[] putOrRead(ObjectKey key, byte[] bytes) {
        hold.check();
        if (store.replace(key, bytes, Optional.empty()).isPresent()) {
            return bytes;
        }
        return store.read(key)
                .orElseThrow(() -> new IllegalStateException("object " + key + " was there and is gone"))
                .bytes();
    }

    public Optional<byte[]> read(ObjectKey key) {
        return store.read(key).map(ObjectStore.Versioned::bytes);
    }

    public byte[] get(ObjectRef ref) {
        return store.get(ref);
    }
}
