package io.wellstream.ingest.source;

/** A screen that cannot be read at all, e.g. for a key of its {@code screen.yaml}; the message says what to mend. */
public final class InvalidScreenException extends RuntimeException {
    InvalidScreenException(String message) {
        super(message);
    }

    InvalidScreenException(String message, Throwable cause) {
        super(message, cause);
    }
}
