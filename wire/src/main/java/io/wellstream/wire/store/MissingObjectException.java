package io.wellstream.wire.store;

import io.wellstream.wire.RejectedException;
import io.wellstream.wire.keys.ObjectKey;

/** The store has no object of this key. */
public final class MissingObjectException extends RejectedException {
    private static final long serialVersionUID = 1L;

    MissingObjectException(ObjectKey key) {
        super("object " + key + " does not exist");
    }
}
