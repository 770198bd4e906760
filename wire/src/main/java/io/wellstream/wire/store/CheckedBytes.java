package io.wellstream.wire.store;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.Sha256;

/** Verifies that bytes are those that a reference names. */
final class CheckedBytes {
    private CheckedBytes() {}

    /** Returns the bytes if they have the reference's size and SHA-256. */
    static byte[] check(ObjectRef ref, byte[] bytes) {
        checkSize(ref, bytes.length);
        checkDigest(ref, Sha256.hexOf(bytes));
        return bytes;
    }

    /** Returns the file if it has the reference's size and SHA-256, else deletes it. */
    static ObjectFile check(ObjectRef ref, ObjectFile file) {
        try {
            checkSize(ref, file.size());
            checkDigest(ref, Sha256.hex(file.sha256()));
            return file;
        } catch (CorruptObjectException e) {
            file.close();
            throw e;
        }
    }

    /** Checks an object that was read and not kept. */
    static void check(ObjectRef ref, long size, String sha256) {
        checkSize(ref, size);
        checkDigest(ref, sha256);
    }

    /** Returns the bytes if they have the digest that was recorded when the object was put. */
    static byte[] checkRecorded(ObjectKey key, String recorded, byte[] bytes) {
        String found = Sha256.hexOf(bytes);
        if (!found.equals(recorded)) {
            throw new CorruptObjectException(key, "SHA-256 " + recorded, found);
        }
        return bytes;
    }

    private static void checkSize(ObjectRef ref, long found) {
        if (found != ref.getSize()) {
            throw new CorruptObjectException(ObjectKey.of(ref), ref.getSize() + " bytes", found + " bytes");
        }
    }

    private static void checkDigest(ObjectRef ref, String found) {
        String expected = Sha256.hex(ref.getSha256());
        if (!found.equals(expected)) {
            throw new CorruptObjectException(ObjectKey.of(ref), "SHA-256 " + expected, found);
        }
    }
}
