package io.wellstream.wire.kafka;

import io.wellstream.wire.RejectedException;

/**
 * Handles one message. It must be idempotent, because a crash before the acknowledgement repeats it, and return only when its
 * effects are durable.
 */
@FunctionalInterface
public interface Handler<M> {
    /**
     * @throws RejectedException if this message can never work: it goes to the dead letters, and the loop goes on
     * @throws Exception anything else ends the loop with nothing acknowledged
     */
    void handle(M message) throws Exception;
}
