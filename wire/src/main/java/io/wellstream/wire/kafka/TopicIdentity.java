package io.wellstream.wire.kafka;

import org.apache.kafka.common.Uuid;

/** Says which topic a name means now: one that was deleted and created again is another. */
@FunctionalInterface
interface TopicIdentity {
    Uuid of(String topic);
}
