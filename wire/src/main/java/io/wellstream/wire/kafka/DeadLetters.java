package io.wellstream.wire.kafka;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.DeadLetter;
import io.wellstream.wire.RejectedException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Keeps the records that can never be handled, with their origin and the reason, for a person to inspect. */
public final class DeadLetters {
    private static final int LARGEST_PAYLOAD = 64 * 1024;

    private final MessageSender sender;
    private final String service;
    private final Clock clock;

    public DeadLetters(MessageSender sender, String service, Clock clock) {
        this.sender = sender;
        this.service = service;
        this.clock = clock;
    }

    /** Returns when the dead letter is durable. */
    public void send(ConsumerRecord<byte[], byte[]> record, RejectedException why) {
        DeadLetter.Builder letter = DeadLetter.newBuilder()
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setReason(String.valueOf(why.getMessage()))
                .setSite(why.site())
                .setChannel(why.channel())
                .setService(service)
                .setAtMs(clock.millis());
        byte[] key = record.key() == null ? new byte[0] : record.key();
        letter.setKey(ByteString.copyFrom(key));
        if (record.value() != null) {
            letter.setPayload(ByteString.copyFrom(record.value(), 0, Math.min(LARGEST_PAYLOAD, record.value().length)));
        }
        why.well().ifPresent(letter::setWell);
        sender.sendAndWait(Topics.DEAD_LETTERS, new String(key, StandardCharsets.UTF_8), letter.build());
    }
}
