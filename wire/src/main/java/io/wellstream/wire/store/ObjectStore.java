package io.wellstream.wire.store;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects of one bucket. Objects other than claims are immutable: put only if absent, read only with size and SHA-256
 * checked. Transient failures are repeated inside, with backoff and within a deadline; then {@link StoreUnavailableException}
 * leaves. Safe for many threads; calls block.
 */
public interface ObjectStore extends AutoCloseable {

    /** Connects lazily: nothing is sent before the first call. */
    static ObjectStore connect(StoreConfig config) {
        return new S3ObjectStore(config);
    }

    void createBucketIfAbsent();

    /**
     * Puts the object unless it is there. The same bytes already there are as good as put.
     *
     * @throws ObjectConflictException if other bytes are there
     */
    Put putIfAbsent(ObjectKey key, byte[] bytes);

    /**
     * The object's bytes, proven by size and SHA-256.
     *
     * @throws MissingObjectException if it is not there
     * @throws CorruptObjectException if it is not what the reference says
     */
    byte[] get(ObjectRef ref);

    /** The bytes that stand at the key now, with their version for {@link #replace}. */
    Optional<Versioned> read(ObjectKey key);

    /**
     * Puts the object if it still is what the caller saw: absent, or of this version. For claims only.
     *
     * @return the new version; empty if somebody else was first
     */
    Optional<String> replace(ObjectKey key, byte[] bytes, Optional<String> expectedEtag);

    Optional<ObjectInfo> stat(ObjectKey key);

    /** All objects whose key begins with the prefix, by key; fetched page by page as the stream is read. */
    Stream<ObjectInfo> list(String prefix);

    /** Deletes what is there of these. */
    void delete(Collection<ObjectKey> keys);

    @Override
    void close();

    /**
     * What became of a put.
     *
     * @param created whether this call made the object
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
     * What the store says of an object without sending it.
     *
     * @param size bytes
     * @param sha256 in hexadecimal, as recorded when it was put; listings do not carry it
     */
    record ObjectInfo(ObjectKey key, long size, String etag, Instant lastModified, Optional<String> sha256) {}
}
