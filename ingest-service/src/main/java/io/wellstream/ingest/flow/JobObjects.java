package io.wellstream.ingest.flow;

import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ObjectStore.Versioned;
import io.wellstream.wire.store.ObjectStore;
import java.util.Arrays;
import java.util.Optional;

/**
 * The objects a job writes about itself: reports and pictures. They are final once the job's end names them; a job that was
 * interrupted before may write them anew.
 */
public final class JobObjects {
    private final ObjectStore store;

    public JobObjects(ObjectStore store) {
        this.store = store;
    }

    /** Puts the object, over what an interrupted run of the job has left there. */
    public void put(ObjectKey key, byte[] bytes) {
        Optional<Versioned> there = store.read(key);
        if (there.isPresent() && Arrays.equals(there.get().bytes(), bytes)) {
            return;
        }
        if (store.replace(key, bytes, there.map(Versioned::etag)).isEmpty()) {
            throw new IllegalStateException("object " + key + " was written by somebody else at the same time");
        }
    }
}
