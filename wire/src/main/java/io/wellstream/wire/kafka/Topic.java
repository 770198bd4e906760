package io.wellstream.wire.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.wellstream.wire.RejectedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Utils;

/**
 * A topic, the one message type that it carries, and how it is kept.
 *
 * @param retention how long a queue or log keeps a record; a table keeps the latest of each key forever
 * @param fence makes what decides, for one reader, which messages of a table count
 */
public record Topic<M extends Message>(
        String name, Parser<M> parser, Kind kind, int partitions, Duration retention, Supplier<Fence<M>> fence) {

    /** What a topic is for, which decides what is deleted from it. */
    public enum Kind {
        /** The latest record of each key is the truth; older ones are compacted away. */
        TABLE,
        /** Records are useful for a short time only. */
        QUEUE,
        /** A history. */
        LOG
    }

    public Topic {
        if (partitions < 1) {
            throw new IllegalArgumentException(
                    "topic " + name + " of " + partitions + " partitions; expected 1 or more");
        }
    }

    /** A topic of which every message counts. */
    public Topic(String name, Parser<M> parser, Kind kind, int partitions, Duration retention) {
        this(name, parser, kind, partitions, retention, Fence::none);
    }

    /** The partition of every record with this key; senders and readers agree on it. */
    public int partitionOf(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** Decodes a record; what is not this topic's message is rejected. */
    M decode(byte[] bytes) {
        try {
            return parser.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new RejectedException("not a message of topic " + name + ": " + e.getMessage(), e);
        }
    }

    String cleanup() {
        return kind == Kind.TABLE ? "compact" : "delete";
    }

    /** The topic's own settings on the broker. */
    Map<String, String> settings(short replication) {
        String inSync = String.valueOf(Math.max(1, replication - 1));
        return kind == Kind.TABLE
                ? Map.of("cleanup.policy", "compact", "min.insync.replicas", inSync)
                : Map.of(
                        "cleanup.policy",
                        "delete",
                        "min.insync.replicas",
                        inSync,
                        "retention.ms",
                        String.valueOf(retention.toMillis()));
    }
}
