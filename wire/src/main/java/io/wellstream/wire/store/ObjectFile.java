package io.wellstream.wire.store;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * An object's bytes in a local file, so that large objects pass through the process without being held in memory. Size and
 * digest are computed while the file is written. Closing it deletes the file.
 */
public record ObjectFile(Path path, long size, ByteString sha256) implements AutoCloseable {
    /** Writes the bytes of an object. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file; one that is already there is overwritten.
     *
     * @throws IOException what the content throws; no file is left
     * @throws UncheckedIOException if the disk fails or is full; no file is left
     */
    public static ObjectFile write(Path path, Content content) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        boolean complete = false;
        try (OutputStream file = onDisk(path, Files::newOutputStream);
                CountedOutput out = new CountedOutput(path, file, digest)) {
            content.writeTo(out);
            complete = true;
            return new ObjectFile(path, out.size, ByteString.copyFrom(digest.digest()));
        } finally {
            if (!complete) {
                delete(path);
            }
        }
    }

    /** The reference to this object at a key. */
    public ObjectRef refTo(ObjectKey key) {
        return ObjectRef.newBuilder()
                .setKey(key.path())
                .setSize(size)
                .setSha256(sha256)
                .build();
    }

    @Override
    public void close() {
        delete(path);
    }

    private static void delete(Path path) {
        boolean unused = onDisk(path, Files::deleteIfExists);
    }

    /** Something done to a file. */
    private interface OnDisk<T> {
        T with(Path path) throws IOException;
    }

    private static <T> T onDisk(Path path, OnDisk<T> action) {
        try {
            return action.with(path);
        } catch (IOException e) {
            throw new UncheckedIOException("local file " + path + ": " + e.getMessage(), e);
        }
    }

    /** Counts and digests what passes, and tells failures of the disk from those of the content's source. */
    private static final class CountedOutput extends FilterOutputStream {
        private final Path path;
        private final MessageDigest digest;
        private long size;

        CountedOutput(Path path, OutputStream file, MessageDigest digest) {
            super(file);
            this.path = path;
            this.digest = digest;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            boolean unused = onDisk(path, _ -> {
                out.write(bytes, offset, length);
                return true;
            });
            digest.update(bytes, offset, length);
            size += length;
        }
    }
}
