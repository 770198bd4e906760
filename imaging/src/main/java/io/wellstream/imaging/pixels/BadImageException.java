package io.wellstream.imaging.pixels;

/** Bytes are not a complete image of the expected kind; the message says what was found and what was expected. */
public final class BadImageException extends Exception {
    public BadImageException(String message) {
        super(message);
    }

    public BadImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
