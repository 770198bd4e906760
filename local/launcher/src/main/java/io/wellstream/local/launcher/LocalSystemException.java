package io.wellstream.local.launcher;

/** The system cannot be started or found; the message says in one line what to do. */
public final class LocalSystemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LocalSystemException(String message) {
        super(message);
    }

    LocalSystemException(String message, Throwable cause) {
        super(message, cause);
    }
}
