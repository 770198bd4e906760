package io.wellstream.trainer.run;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ObjectFile;
import io.wellstream.wire.store.ObjectStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** An object store that fails from its n-th write on, as if its client had been killed with SIGKILL. */
final class DyingStore implements ObjectStore {
    /** The client is dead. It is an Error, so that no code under test handles it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final ObjectStore store;
    private int writesLeft;

    DyingStore(ObjectStore store, int writesLeft) {
        this.store = store;
        this.writesLeft = writesLeft;
    }

    boolean isDead() {
        return writesLeft < 0;
    }

    private synchronized void write() {
        if (--writesLeft < 0) {
            throw new Killed();
        }
    }

    private synchronized void readOnly() {
        if (writesLeft < 0) {
            throw new Killed();
        }
    }

    @Override
    public void createBucketIfAbsent() {
        write();
        store.createBucketIfAbsent();
    }

    @Override
    public Put putIfAbsent(ObjectKey key, byte[] bytes) {
        write();
        return store.putIfAbsent(key, bytes);
    }

    @Override
    public Put putIfAbsent(ObjectKey key, ObjectFile file) {
        write();
        return store.putIfAbsent(key, file);
    }

    @Override
    public ObjectFile get(ObjectRef ref, Path file) {
        readOnly();
        return store.get(ref, file);
    }

    @Override
    public byte[] get(ObjectRef ref) {
        readOnly();
        return store.get(ref);
    }

    @Override
    public void verify(ObjectRef ref) {
        readOnly();
        store.verify(ref);
    }

    @Override
    public Optional<Versioned> read(ObjectKey key) {
        readOnly();
        return store.read(key);
    }

    @Override
    public Optional<String> replace(ObjectKey key, byte[] bytes, Optional<String> expectedEtag) {
        write();
        return store.replace(key, bytes, expectedEtag);
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) {
        readOnly();
        return store.stat(key);
    }

    @Override
    public Stream<ObjectInfo> list(String prefix) {
        readOnly();
        return store.list(prefix);
    }

    @Override
    public void delete(Collection<ObjectKey> keys) {
        write();
        store.delete(keys);
    }

    @Override
    public void close() {}
}
