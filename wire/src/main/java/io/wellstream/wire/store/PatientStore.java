package io.wellstream.wire.store;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A store whose puts wait for as long as it is full. Everything else goes on as before: objects are read, listed and deleted, which is
 * what makes space. Safe for several threads. Closing it does not close the store behind it.
 */
public final class PatientStore implements ObjectStore {
    static final Duration PAUSE = Duration.ofSeconds(2);

    private final ObjectStore store;
    private final Waiting waiting;
    private final Duration pause;
    private final AtomicInteger waitingPuts = new AtomicInteger();

    /** What the owner of the puts does while they wait. Called on the threads of the puts. */
    public interface Waiting {
        /** Runs before each pause. It may free space. What it throws ends the put. */
        void waits(StoreFullException full);

        /** No put waits any more. */
        void goesOn();
    }

    public PatientStore(ObjectStore store, Waiting waiting) {
        this(store, waiting, PAUSE);
    }

    PatientStore(ObjectStore store, Waiting waiting, Duration pause) {
        this.store = store;
        this.waiting = waiting;
        this.pause = pause;
    }

    @Override
    public void createBucketIfAbsent() {
        store.createBucketIfAbsent();
    }

    @Override
    public Put putIfAbsent(ObjectKey key, byte[] bytes) {
        return patiently(() -> store.putIfAbsent(key, bytes));
    }

    @Override
    public Put putIfAbsent(ObjectKey key, ObjectFile file) {
        return patiently(() -> store.putIfAbsent(key, file));
    }

    @Override
    public Optional<String> replace(ObjectKey key, byte[] bytes, Optional<String> expectedEtag) {
        return patiently(() -> store.replace(key, bytes, expectedEtag));
    }

    @Override
    public byte[] get(ObjectRef ref) {
        return store.get(ref);
    }

    @Override
    public ObjectFile get(ObjectRef ref, Path file) {
        return store.get(ref, file);
    }

    @Override
    public void verify(ObjectRef ref) {
        store.verify(ref);
    }

    @Override
    public Optional<Versioned> read(ObjectKey key) {
        return store.read(key);
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) {
        return store.stat(key);
    }

    @Override
    public Stream<ObjectInfo> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public void delete(Collection<ObjectKey> keys) {
        store.delete(keys);
    }

    @Override
    public void close() {
        // the store belongs to the caller
    }

    private <T> T patiently(Supplier<T> put) {
        boolean waited = false;
        try {
            while (true) {
                try {
                    return put.get();
                } catch (StoreFullException e) {
                    if (!waited) {
                        waitingPuts.incrementAndGet();
                        waited = true;
                    }
                    waiting.waits(e);
                    pause(e);
                }
            }
        } finally {
            if (waited && waitingPuts.decrementAndGet() == 0) {
                waiting.goesOn();
            }
        }
    }

    /** An interrupt ends the put: the process is stopping. */
    private void pause(StoreFullException full) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw full;
        }
    }
}
