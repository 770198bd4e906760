package io.wellstream.wire.start;

/** The broker's topics are not those used before: it lost its data, or it is a different broker. A person must decide what to do. */
final class TopicsLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicsLostException(String message) {
        super(message);
    }
}
