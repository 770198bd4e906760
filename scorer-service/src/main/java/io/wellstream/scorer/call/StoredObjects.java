package io.wellstream.scorer.call;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.MissingObjectException;
import io.wellstream.wire.store.ObjectConflictException;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreFullException;
import io.wellstream.wire.store.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The object store as calls use it: its failures become the scorer's own exceptions here and nowhere else. */
public final class StoredObjects {
    private static final Logger LOG = LoggerFactory.getLogger(StoredObjects.class);

    private final ObjectStore store;

    public StoredObjects(ObjectStore store) {
        this.store = store;
    }

    /** An object's bytes, checked by their digest. */
    public byte[] get(ObjectRef ref) {
        try {
            return available(() -> store.get(ref));
        } catch (MissingObjectException | CorruptObjectException e) {
            throw new ScorerException.ObjectDamaged(e.getMessage() + "; " + advice(ref), e);
        }
    }

    /** The bytes of an object that this scorer can make again; empty if there is none, or if it was damaged and is deleted now. */
    public Optional<byte[]> find(ObjectKey key) {
        try {
            return available(() -> store.read(key)).map(ObjectStore.Versioned::bytes);
        } catch (CorruptObjectException e) {
            deleteDamaged(key, e);
            return Optional.empty();
        }
    }

    /** Writes an object whose bytes follow from its key. One that is there and damaged is written again. */
    public ObjectRef put(ObjectKey key, byte[] bytes) {
        try {
            ObjectStore.Put put = available(() -> store.putIfAbsent(key, bytes));
            return put.created() || find(key).isPresent()
                    ? put.ref()
                    : available(() -> store.putIfAbsent(key, bytes)).ref();
        } catch (ObjectConflictException e) {
            throw new ScorerException.ObjectDamaged(String.valueOf(e.getMessage()), e);
        }
    }

    private void deleteDamaged(ObjectKey key, CorruptObjectException damage) {
        LOG.warn("an object is damaged in the store and is made again reason=\"{}\"", damage.getMessage());
        available(() -> {
            store.delete(List.of(key));
            return key;
        });
    }

    /** Writes an object unless there is one already; returns the bytes that are stored afterwards. */
    public byte[] putOrGet(ObjectKey key, byte[] bytes) {
        try {
            available(() -> store.putIfAbsent(key, bytes));
            return bytes;
        } catch (ObjectConflictException e) {
            return find(key).orElse(bytes);
        }
    }

    /** Which command restores an object of its kind. */
    private static String advice(ObjectRef ref) {
        String key = ref.getKey();
        if (key.contains("/sites/") || key.contains("/images/")) {
            return "restore it from the screen's files with 'wellstream ingest --verify'";
        }
        if (key.contains("/models/")) {
            return "restore it from its run's checkpoint with 'wellstream publish RUN', or serve another model with"
                    + " 'wellstream promote' or 'wellstream rollback'";
        }
        if (key.contains("/rows/")) {
            return "restore it from the screen with 'wellstream ingest'";
        }
        return "restore it from a backup";
    }

    private static <T> T available(Supplier<T> access) {
        try {
            return access.get();
        } catch (StoreUnavailableException e) {
            throw new ScorerException.StoreDown("the object store does not answer: " + e.getMessage(), e);
        } catch (StoreFullException e) {
            throw new ScorerException.StoreFull(
                    "the call needs " + e.awaited() + "; free some, then repeat the call", e);
        }
    }
}
