package io.wellstream.ingest.flow;

import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.Versioned;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports and pictures that a job writes. They are final once the job's final event names them; until then, a repeated run of the
 * job may replace them.
 */
public final class JobObjects {
    private static final Logger LOG = LoggerFactory.getLogger(JobObjects.class);

    private final ObjectStore store;

    public JobObjects(ObjectStore store) {
        this.store = store;
    }

    /** Puts the object and replaces one that an interrupted run of the job left, or that is damaged. */
    public void put(ObjectKey key, byte[] bytes) {
        Optional<Versioned> there = readable(key);
        if (there.isPresent() && Arrays.equals(there.get().bytes(), bytes)) {
            return;
        }
        if (store.replace(key, bytes, there.map(Versioned::etag)).isEmpty()) {
            throw new IllegalStateException("object " + key + " was written by another process at the same time");
        }
    }

    /** The object that is there; a damaged one is deleted. */
    private Optional<Versioned> readable(ObjectKey key) {
        try {
            return store.read(key);
        } catch (CorruptObjectException e) {
            LOG.warn("an object is damaged in the store and is put again reason=\"{}\"", e.getMessage());
            store.delete(List.of(key));
            return Optional.empty();
        }
    }
}
