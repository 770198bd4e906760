package io.wellstream.wire.store;

/** The object store answered that it will not do this: wrong credentials, no such bucket. The configuration is to be mended. */
public final class StoreRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
