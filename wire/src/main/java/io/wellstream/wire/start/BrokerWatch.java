package io.wellstream.wire.start;

import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the topics every ten seconds. It logs once when the broker becomes unavailable and once when it is available again, and
 * ends the service when a topic was deleted or replaced, because the tables in the service's memory would be wrong. The client is
 * closed by its owner.
 */
final class BrokerWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** Checks in a row: a broker that is starting may not know its topics at once. */
    private static final int CHECKS_UNTIL_DELETED = 3;

    private final Admin admin;
    private final Duration every;
    private final Map<String, Uuid> begun;
    private final Consumer<Throwable> onFatal;
    private final Thread thread;
    private final Map<String, Integer> missed = new HashMap<>();
    private long awaySince;
    private boolean away;

    private BrokerWatch(Admin admin, Map<String, Uuid> begun, Duration every, Consumer<Throwable> onFatal) {
        this.admin = admin;
        this.begun = Map.copyOf(begun);
        this.every = every;
        this.onFatal = onFatal;
        this.thread = Thread.ofPlatform().daemon().name("broker-watch").unstarted(this::watch);
    }

    /**
     * Starts to watch the topics as they are now.
     *
     * @throws KafkaException if the broker does not answer, or a topic does not exist
     */
    static BrokerWatch start(Admin admin, Consumer<Throwable> onFatal) throws InterruptedException {
        return start(admin, EVERY, onFatal);
    }

    static BrokerWatch start(Admin admin, Duration every, Consumer<Throwable> onFatal) throws InterruptedException {
        Map<String, Uuid> begun = ids(admin);
        for (Topic<?> topic : Topics.all()) {
            if (!begun.containsKey(topic.name())) {
                throw new UnknownTopicOrPartitionException("topic " + topic.name() + " does not exist");
            }
        }
        BrokerWatch watch = new BrokerWatch(admin, begun, every, onFatal);
        watch.thread.start();
        return watch;
    }

    /** The id of each topic when the watch started. */
    Map<String, Uuid> topics() {
        return begun;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(every);
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (RuntimeException | Error e) { // an Error too: nobody else would notice that topics were lost
            if (!Thread.currentThread().isInterrupted()) {
                onFatal.accept(e);
            }
        }
    }

    private void check() throws InterruptedException {
        Map<String, Uuid> now;
        try {
            now = ids(admin);
        } catch (KafkaException e) {
            if (!TransientFailure.matches(e)) {
                throw e;
            }
            if (!away) {
                awaySince = System.nanoTime();
                LOG.warn("broker unavailable reason=\"{}\"", e.getMessage());
            }
            away = true;
            return;
        }
        if (away) {
            LOG.info(
                    "broker available again after_s={}",
                    Duration.ofNanos(System.nanoTime() - awaySince).toSeconds());
        }
        away = false;
        begun.forEach((name, id) -> compare(name, id, now.get(name)));
    }

    private void compare(String name, Uuid begunAs, @Nullable Uuid now) {
        if (now == null) {
            if (missed.merge(name, 1, Integer::sum) >= CHECKS_UNTIL_DELETED) {
                throw new TopicsLostException("the broker no longer has topic " + name);
            }
        } else if (!now.equals(begunAs)) {
            throw new TopicsLostException("topic " + name + " was replaced: the broker has " + now
                    + ", and this service started with " + begunAs);
        } else {
            missed.remove(name);
        }
    }

    /** By name, of the topics that exist. */
    private static Map<String, Uuid> ids(Admin admin) throws InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> asked = admin.describeTopics(
                        Topics.all().stream().map(Topic::name).toList(),
                        new DescribeTopicsOptions().timeoutMs((int) ANSWER.toMillis()))
                .topicNameValues();
        Map<String, Uuid> ids = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : asked.entrySet()) {
            try {
                ids.put(topic.getKey(), topic.getValue().get().topicId());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    continue;
                }
                throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
            }
        }
        return ids;
    }
}
