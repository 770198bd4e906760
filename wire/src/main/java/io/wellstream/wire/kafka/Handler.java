package io.wellstream.wire.kafka;

import io.wellstream.wire.RejectedException;

/**
 * Handles one message. It must be idempotent, because a crash before the acknowledgement repeats it, and return only when its
 * effects are durable.
 */
@FunctionalInterface
public interface Handler<M> {
    /**
     * @throws RejectedException if this message can never be handled: it becomes a dead letter, and the loop continues
     * @throws Exception anything else ends the loop with nothing acknowledged
     */
    void handle(M message) throws Exception;
}
