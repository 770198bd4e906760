package io.wellstream.wire.store;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.Sha256;

/** Verifies that bytes are those that a reference names. */
final class CheckedBytes {
    private CheckedBytes() {}

    /** Returns the bytes if they have the reference's size and SHA-256. */
    static byte[] check(ObjectRef ref, byte[] bytes) {
        ObjectKey key = ObjectKey.of(ref);
        if (bytes.length != ref.getSize()) {
            throw new CorruptObjectException(key, ref.getSize() + " bytes", bytes.length + " bytes");
        }
        String expected = Sha256.hex(ref.getSha256());
        String found = Sha256.hexOf(bytes);
        if (!found.equals(expected)) {
            throw new CorruptObjectException(key, "SHA-256 " + expected, found);
        }
        return bytes;
    }
}
