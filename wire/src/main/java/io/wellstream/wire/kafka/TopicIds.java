package io.wellstream.wire.kafka;

import io.wellstream.wire.Backoff;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;

/** Asks the broker for the identity of a topic. */
final class TopicIds {
    private TopicIds() {}

    /** Waits for the broker, however long that takes. */
    static Uuid of(KafkaConfig kafka, String topic) {
        Backoff backoff = Backoff.withoutDeadline();
        try (Admin admin = Admin.create(kafka.client(Map.of()))) {
            while (true) {
                try {
                    return admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get()
                            .values()
                            .iterator()
                            .next()
                            .topicId();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof RetriableException)) {
                        throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
                    }
                }
                boolean unused = backoff.pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while the broker was asked for topic " + topic, e);
        }
    }
}
