package io.wellstream.imaging.pixels;

/** Bytes that are not a whole image of the kind expected; the message says what was found and what was expected. */
public final class BadImageException extends Exception {
    public BadImageException(String message) {
        super(message);
    }

    public BadImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
