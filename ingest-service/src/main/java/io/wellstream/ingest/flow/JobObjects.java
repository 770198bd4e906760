package io.wellstream.ingest.flow;

import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.Versioned;
import java.util.Arrays;
import java.util.Optional;

/**
 * The reports and pictures that a job writes. They are final once the job's final event names them; until then, a repeated run of the
 * job may replace them.
 */
public final class JobObjects {
    private final ObjectStore store;

    public JobObjects(ObjectStore store) {
        this.store = store;
    }

    /** Puts the object and replaces one that an interrupted run of the job left. */
    public void put(ObjectKey key, byte[] bytes) {
        Optional<Versioned> there = store.read(key);
        if (there.isPresent() && Arrays.equals(there.get().bytes(), bytes)) {
            return;
        }
        if (store.replace(key, bytes, there.map(Versioned::etag)).isEmpty()) {
            throw new IllegalStateException("object " + key + " was written by another process at the same time");
        }
    }
}
