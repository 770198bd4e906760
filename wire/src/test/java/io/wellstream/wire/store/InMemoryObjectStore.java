package io.wellstream.wire.store;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An object store for tests; it satisfies {@link ObjectStoreContract}. */
public final class InMemoryObjectStore implements ObjectStore {
    private final ConcurrentSkipListMap<ObjectKey, byte[]> objects = new ConcurrentSkipListMap<>();

    /** The digests that were recorded when objects were put, where the bytes have changed since then. */
    private final ConcurrentHashMap<ObjectKey, String> recorded = new ConcurrentHashMap<>();

    private final Set<ObjectKey> unreadable = ConcurrentHashMap.newKeySet();

    /** Errors that are no exceptions, thrown by the next read of these objects. */
    private final ConcurrentHashMap<ObjectKey, Error> errors = new ConcurrentHashMap<>();

    private volatile boolean down;
    private volatile boolean cutsFiles;
    private volatile Predicate<ObjectKey> full = key -> false;

    /** From now on every call fails as it does when the server does not answer. */
    public void goDown() {
        down = true;
    }

    public void comeBack() {
        down = false;
        cutsFiles = false;
    }

    /** From now on puts of files fail, as at a server that cuts large bodies off and answers everything else. */
    public void cutFiles() {
        cutsFiles = true;
    }

    /** From now on there is no space for new objects; objects that exist can be replaced. */
    public void fill() {
        fillFor(key -> !objects.containsKey(key));
    }

    /** From now on there is no space for objects with these keys. */
    public void fillFor(Predicate<ObjectKey> keys) {
        full = keys;
    }

    public void free() {
        full = key -> false;
    }

    /** Overwrites the bytes at the key, as a broken disk would: the digest recorded with the object stays. */
    public void corrupt(ObjectKey key, byte[] bytes) {
        byte[] before = objects.put(key, bytes.clone());
        if (before != null) {
            recorded.putIfAbsent(key, Sha256.hexOf(before));
        }
    }

    /** From now on the object cannot be read, as at a server that finds its bytes damaged itself; all else about it is answered. */
    public void makeUnreadable(ObjectKey key) {
        unreadable.add(key);
    }

    /** The next read of the object throws this, e.g. because the heap has no room for its bytes. */
    public void throwOnce(ObjectKey key, Error error) {
        errors.put(key, error);
    }

    /** All keys, in order. */
    public List<ObjectKey> keys() {
        return List.copyOf(objects.keySet());
    }

    @Override
    public void createBucketIfAbsent() {
        answer();
    }

    @Override
    public Put putIfAbsent(ObjectKey key, byte[] bytes) {
        answer();
        requireSpace(key);
        byte[] stored = objects.putIfAbsent(key, bytes.clone());
        if (stored != null && !digest(key, stored).equals(Sha256.hexOf(bytes))) {
            throw new ObjectConflictException(key, digest(key, stored), Sha256.hexOf(bytes));
        }
        return new Put(key.refTo(bytes), stored == null);
    }

    @Override
    public Put putIfAbsent(ObjectKey key, ObjectFile file) {
        if (cutsFiles) {
            throw new StoreUnavailableException("the server cuts large bodies off", new IllegalStateException());
        }
        try {
            return putIfAbsent(key, Files.readAllBytes(file.path()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ObjectFile get(ObjectRef ref, Path file) {
        byte[] bytes = get(ref);
        try {
            return ObjectFile.write(file, out -> out.write(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] get(ObjectRef ref) {
        ObjectKey key = ObjectKey.of(ref);
        answerBytes(key);
        byte[] bytes = objects.get(key);
        if (bytes == null) {
            throw new MissingObjectException(key);
        }
        return CheckedBytes.check(ref, bytes.clone());
    }

    @Override
    public void verify(ObjectRef ref) {
        byte[] unused = get(ref);
    }

    @Override
    public Optional<Versioned> read(ObjectKey key) {
        answerBytes(key);
        return Optional.ofNullable(objects.get(key))
                .map(bytes -> new Versioned(CheckedBytes.checkRecorded(key, digest(key, bytes), bytes), etag(bytes)));
    }

    @Override
    public Optional<String> replace(ObjectKey key, byte[] bytes, Optional<String> expectedEtag) {
        answer();
        requireSpace(key);
        boolean[] done = new boolean[1];
        objects.compute(key, (same, stored) -> {
            Optional<String> found = Optional.ofNullable(stored).map(InMemoryObjectStore::etag);
            done[0] = found.equals(expectedEtag);
            if (done[0]) {
                recorded.remove(key);
            }
            return done[0] ? bytes.clone() : stored;
        });
        return done[0] ? Optional.of(etag(bytes)) : Optional.empty();
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) {
        answer();
        return Optional.ofNullable(objects.get(key))
                .map(bytes ->
                        new ObjectInfo(key, bytes.length, etag(bytes), Instant.EPOCH, Optional.of(digest(key, bytes))));
    }

    @Override
    public Stream<ObjectInfo> list(String prefix) {
        answer();
        return objects.entrySet().stream()
                .filter(object -> object.getKey().path().startsWith(prefix))
                .map(object -> new ObjectInfo(
                        object.getKey(),
                        object.getValue().length,
                        etag(object.getValue()),
                        Instant.EPOCH,
                        Optional.empty()));
    }

    @Override
    public void delete(Collection<ObjectKey> keys) {
        answer();
        keys.forEach(key -> {
            objects.remove(key);
            recorded.remove(key);
            unreadable.remove(key);
        });
    }

    @Override
    public void close() {}

    private void requireSpace(ObjectKey key) {
        if (full.test(key)) {
            throw new StoreFullException(
                    "could not put object " + key + ": the store in memory has no space",
                    "12 MB are free",
                    new IllegalStateException());
        }
    }

    private void answer() {
        if (down) {
            throw new StoreUnavailableException("the store in memory was told to be down", new IllegalStateException());
        }
    }

    private void answerBytes(ObjectKey key) {
        answer();
        Error error = errors.remove(key);
        if (error != null) {
            throw error;
        }
        if (unreadable.contains(key)) {
            throw new StoreUnavailableException(
                    "the store in memory cannot read object " + key, new IllegalStateException());
        }
    }

    private String digest(ObjectKey key, byte[] bytes) {
        return recorded.getOrDefault(key, Sha256.hexOf(bytes));
    }

    private static String etag(byte[] bytes) {
        return Sha256.hexOf(bytes).substring(0, 32);
    }
}
