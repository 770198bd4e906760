package io.wellstream.wire.kafka;

import java.util.Optional;

/**
 * Decides which messages of a table count. A process that was suspended may write after another has taken its work over;
 * such a message is the latest of its key in the topic, and is ignored all the same.
 */
@FunctionalInterface
public interface Fence<M> {
    /** What {@link #none} returns. */
    Fence<?> NONE = (key, known, next) -> true;

    /**
     * Called for every message in the order of the topic, by one thread.
     *
     * @param known the message that the key has now
     * @return whether the next message replaces it
     */
    boolean admits(String key, Optional<M> known, M next);

    /** Every message counts. */
    @SuppressWarnings("unchecked") // it looks at no message
    static <M> Fence<M> none() {
        return (Fence<M>) NONE;
    }
}
