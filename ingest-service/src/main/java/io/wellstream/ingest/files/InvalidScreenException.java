package io.wellstream.ingest.files;

/** A screen that cannot be read at all, e.g. for a key of its {@code screen.yaml}; the message says what to correct. */
public final class InvalidScreenException extends RuntimeException {
    public InvalidScreenException(String message) {
        super(message);
    }

    public InvalidScreenException(String message, Throwable cause) {
        super(message, cause);
    }
}
