package io.wellstream.wire.start;

/** The broker does not have the topics that it had: it lost its data, or it is another broker. Nothing is right until a person has decided. */
public final class TopicsLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicsLostException(String message) {
        super(message);
    }
}
