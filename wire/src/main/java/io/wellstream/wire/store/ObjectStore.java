package io.wellstream.wire.store;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects of one bucket. Objects other than claims are immutable: put only if absent, read only with size and SHA-256
 * checked. Calls that fail transiently are repeated with backoff until a deadline, then throw {@link StoreUnavailableException}.
 * A put that the store has no space for throws {@link StoreFullException}; {@link PatientStore} waits instead. Safe for several
 * threads; calls block.
 */
public interface ObjectStore extends AutoCloseable {

    /** Connects lazily: nothing is sent before the first call. */
    static ObjectStore connect(StoreConfig config) {
        return new S3ObjectStore(config);
    }

    void createBucketIfAbsent();

    /**
     * Puts the object unless it exists. An existing object with the same bytes is a success.
     *
     * @throws ObjectConflictException if it exists with other bytes
     */
    Put putIfAbsent(ObjectKey key, byte[] bytes);

    /** As {@link #putIfAbsent(ObjectKey, byte[])}, with the bytes of a file, which is streamed. */
    Put putIfAbsent(ObjectKey key, ObjectFile file);

    /**
     * The object's bytes, verified by size and SHA-256.
     *
     * @throws MissingObjectException if it does not exist
     * @throws CorruptObjectException if it does not have the reference's size and SHA-256
     */
    byte[] get(ObjectRef ref);

    /**
     * As {@link #get(ObjectRef)}, streamed into a file; one that is already there is overwritten. The caller closes it.
     *
     * @throws java.io.UncheckedIOException if the disk fails or is full
     */
    ObjectFile get(ObjectRef ref, Path file);

    /** Reads the object to its end and keeps nothing; throws as {@link #get(ObjectRef)} does. */
    void verify(ObjectRef ref);

    /**
     * The bytes at the key now, with their version for {@link #replace}.
     *
     * @throws CorruptObjectException if they are not those that were put
     */
    Optional<Versioned> read(ObjectKey key);

    /**
     * Puts the object if it is still as the caller saw it: absent, or of this version. For claims only.
     *
     * @return the new version; empty if another writer was first
     */
    Optional<String> replace(ObjectKey key, byte[] bytes, Optional<String> expectedEtag);

    Optional<ObjectInfo> stat(ObjectKey key);

    /** All objects whose key begins with the prefix, by key; fetched page by page as the stream is read. */
    Stream<ObjectInfo> list(String prefix);

    /** Deletes those of the objects that exist. */
    void delete(Collection<ObjectKey> keys);

    @Override
    void close();

    /**
     * The result of a put.
     *
     * @param created whether this call created the object
     */
    record Put(ObjectRef ref, boolean created) {}

    /** An object as it was at one moment. */
    final class Versioned {
        private final byte[] bytes;
        private final String etag;

        public Versioned(byte[] bytes, String etag) {
            this.bytes = bytes.clone();
            this.etag = etag;
        }

        public byte[] bytes() {
            return bytes.clone();
        }

        public String etag() {
            return etag;
        }
    }

    /**
     * What the store reports about an object without sending it.
     *
     * @param size bytes
     * @param sha256 in hexadecimal, as recorded when it was put; listings do not carry it
     */
    record ObjectInfo(ObjectKey key, long size, String etag, Instant lastModified, Optional<String> sha256) {}
}
