package io.wellstream.wire.store;

import io.wellstream.wire.RejectedException;
import io.wellstream.wire.keys.ObjectKey;

/** The store returned bytes that do not have the size or the SHA-256 of their reference. */
public final class CorruptObjectException extends RejectedException {
    private static final long serialVersionUID = 1L;

    CorruptObjectException(ObjectKey key, String expected, String found) {
        super("object " + key + " is corrupt: expected " + expected + ", found " + found);
    }
}
