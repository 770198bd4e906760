package io.wellstream.wire.store;

import io.wellstream.wire.RejectedException;
import io.wellstream.wire.keys.ObjectKey;

/** An object already exists with other bytes; objects are never rewritten. */
public final class ObjectConflictException extends RejectedException {
    private static final long serialVersionUID = 1L;

    private final String stored;
    private final String offered;

    /** Digests are SHA-256 in hexadecimal. */
    ObjectConflictException(ObjectKey key, String stored, String offered) {
        super("object " + key + " already exists with other bytes: SHA-256 " + stored + " is stored, " + offered
                + " was offered");
        this.stored = stored;
        this.offered = offered;
    }

    /** SHA-256 of the existing object, in hexadecimal. */
    public String stored() {
        return stored;
    }

    /** SHA-256 of what was offered, in hexadecimal. */
    public String offered() {
        return offered;
    }
}
