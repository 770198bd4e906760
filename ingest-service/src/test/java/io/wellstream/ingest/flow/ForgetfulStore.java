package io.wellstream.ingest.flow;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.InMemoryObjectStore;
import io.wellstream.wire.store.ObjectFile;
import io.wellstream.wire.store.ObjectStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A store for ingests whose memory is measured: it counts the bytes that it is given and keeps none of them. */
final class ForgetfulStore implements ObjectStore {
    private final ObjectStore empty = new InMemoryObjectStore();
    private final AtomicLong bytes = new AtomicLong();

    /** How many bytes were put. */
    long bytes() {
        return bytes.get();
    }

    @Override
    public void createBucketIfAbsent() {}

    @Override
    public Put putIfAbsent(ObjectKey key, byte[] object) {
        bytes.addAndGet(object.length);
        try (ObjectStore one = new InMemoryObjectStore()) {
            return one.putIfAbsent(key, object);
        }
    }

    @Override
    public Put putIfAbsent(ObjectKey key, ObjectFile file) {
        throw new UnsupportedOperationException("an ingest puts no files");
    }

    @Override
    public byte[] get(ObjectRef ref) {
        return empty.get(ref);
    }

    @Override
    public ObjectFile get(ObjectRef ref, Path file) {
        return empty.get(ref, file);
    }

    @Override
    public void verify(ObjectRef ref) {
        empty.verify(ref);
    }

    @Override
    public Optional<Versioned> read(ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public Optional<String> replace(ObjectKey key, byte[] object, Optional<String> expectedEtag) {
        return Optional.of("1");
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public Stream<ObjectInfo> list(String prefix) {
        return Stream.empty();
    }

    @Override
    public void delete(Collection<ObjectKey> keys) {}

    @Override
    public void close() {}
}
