package io.wellstream.wire.kafka;

import com.google.protobuf.Message;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.Trace;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both loops do with one record: decode it, hand it over within its trace, and send a rejected one to the dead letters. */
record RecordHandling<M extends Message>(Topic<M> topic, Handler<M> handler, DeadLetters deadLetters) {
    private static final Logger LOG = LoggerFactory.getLogger(RecordHandling.class);

    /** Returns once the record may be acknowledged: handled, or kept as a dead letter. False if it was rejected. */
    boolean handle(ConsumerRecord<byte[], byte[]> record) throws Exception {
        return Trace.handling(record, () -> {
            try {
                if (record.value() == null) {
                    throw new RejectedException("a record without a value in topic " + topic.name());
                }
                handler.handle(topic.decode(record.value()));
                return true;
            } catch (RejectedException e) {
                LOG.warn(
                        "rejected topic={} partition={} offset={} reason={}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.getMessage());
                deadLetters.send(record, e);
                return false;
            }
        });
    }
}
