package io.wellstream.wire.kafka;

/** A topic is there but not as the system needs it; whoever runs the broker has to mend it. */
public final class TopicMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicMismatchException(String topic, String setting, Object expected, Object found) {
        super("topic " + topic + " has " + setting + " " + found + ", but " + expected
                + " is needed; move its records to a topic made anew");
    }
}
