package io.wellstream.wire.store;

/** The object store refused an operation: wrong credentials, no such bucket. The configuration must be corrected. */
public final class StoreRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
