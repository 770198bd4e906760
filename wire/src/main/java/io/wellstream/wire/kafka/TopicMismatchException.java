package io.wellstream.wire.kafka;

/** A topic exists with settings that the system cannot use; the broker's operator must correct it. */
public final class TopicMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicMismatchException(String topic, String setting, Object expected, Object found) {
        super("topic " + topic + " has " + setting + " " + found + ", but " + expected
                + " is needed; move its records to a new topic");
    }
}
