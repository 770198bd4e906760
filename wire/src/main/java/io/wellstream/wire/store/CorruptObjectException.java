package io.wellstream.wire.store;

import io.wellstream.wire.RejectedException;
import io.wellstream.wire.keys.ObjectKey;

/** The store gave bytes whose size or SHA-256 is not what their reference promises. */
public final class CorruptObjectException extends RejectedException {
    private static final long serialVersionUID = 1L;

    CorruptObjectException(ObjectKey key, String expected, String found) {
        super("object " + key + " is corrupt: expected " + expected + ", found " + found);
    }
}
