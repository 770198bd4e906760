package io.wellstream.wire.store;

/** The object store did not answer within the deadline. The work that needed it must not be acknowledged. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
