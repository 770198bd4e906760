package io.wellstream.wire.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The watch of the broker's topics when its own thread meets an error. */
class BrokerWatchTest {
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final long LIMIT_SECONDS = 60;

    private final FakeAdmin admin = new FakeAdmin();

    @AfterEach
    void close() {
        admin.close(Duration.ZERO);
    }

    @Test
    void anErrorOfTheWatchEndsTheService() throws Exception {
        CompletableFuture<Throwable> fatal = new CompletableFuture<>();
        NoClassDefFoundError error = new NoClassDefFoundError("org/apache/kafka/Missing");
        try (BrokerWatch watch = BrokerWatch.start(admin, EVERY, fatal::complete)) {
            assertThat(watch.topics()).hasSameSizeAs(Topics.all());

            admin.error = error;

            assertThat(fatal.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isSameAs(error);
        }
    }

    /** Knows every topic, until it is told to throw an error. Nothing else of it is called. */
    private static final class FakeAdmin extends ForwardingAdmin {
        private final Uuid id = Uuid.randomUuid();
        private volatile @Nullable Error error;

        private FakeAdmin() {
            super(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1"));
        }

        @Override
        public DescribeTopicsResult describeTopics(TopicCollection topics, DescribeTopicsOptions options) {
            Error thrown = error;
            if (thrown != null) {
                throw thrown;
            }
            Map<String, KafkaFuture<TopicDescription>> all = new HashMap<>();
            for (Topic<?> topic : Topics.all()) {
                all.put(
                        topic.name(),
                        KafkaFuture.completedFuture(
                                new TopicDescription(topic.name(), false, List.of(), Set.of(), id)));
            }
            return new Described(all);
        }
    }

    private static final class Described extends DescribeTopicsResult {
        @SuppressWarnings("NullAway") // Kafka has either names or ids
        private Described(Map<String, KafkaFuture<TopicDescription>> byName) {
            super(null, byName);
        }
    }
}
