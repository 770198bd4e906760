package io.wellstream.wire;

/** The store gave bytes whose size or SHA-256 is not what their reference promises. */
public final class CorruptObjectException extends RejectedException {
    private static final long serialVersionUID = 1L;

    CorruptObjectException(ObjectKey key, String expected, String found) {
        super("object " + key + " is corrupt: expected " + expected + ", found " + found);
    }
}
