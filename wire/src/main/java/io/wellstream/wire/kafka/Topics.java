package io.wellstream.wire.kafka;

import static io.wellstream.wire.kafka.Topic.Kind.LOG;
import static io.wellstream.wire.kafka.Topic.Kind.QUEUE;
import static io.wellstream.wire.kafka.Topic.Kind.TABLE;
import static java.util.Objects.requireNonNull;

import io.wellstream.proto.v1.BatchDone;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.DeadLetter;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.IngestRequested;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.Serving;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.Backoff;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** All topics of the system. A service starts only if the broker's topics have these settings. */
public final class Topics {
    private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

    public static final Topic<WellIngested> WELLS = new Topic<>("wells", WellIngested.parser(), TABLE, 12, FOREVER);
    public static final Topic<IngestFinished> INGESTS =
            new Topic<>("ingests", IngestFinished.parser(), TABLE, 1, FOREVER);
    public static final Topic<IngestRequested> INGEST_JOBS =
            new Topic<>("ingest-jobs", IngestRequested.parser(), TABLE, 1, FOREVER);
    public static final Topic<RunRecord> RUNS =
            new Topic<>("runs", RunRecord.parser(), TABLE, 1, FOREVER, RunFence::new);
    public static final Topic<ModelPublished> MODELS =
            new Topic<>("models", ModelPublished.parser(), TABLE, 1, FOREVER);
    public static final Topic<Serving> SERVING =
            new Topic<>("serving", Serving.parser(), TABLE, 1, FOREVER, ServingFence::new);

    /** One partition, so that all workers share the requests of one run (docs/adr/0009). */
    public static final Topic<BatchRequest> BATCH_REQUESTS =
            new Topic<>("batch-requests", BatchRequest.parser(), QUEUE, 1, Duration.ofMinutes(15));

    public static final Topic<BatchDone> BATCHES =
            new Topic<>("batches", BatchDone.parser(), QUEUE, 12, Duration.ofHours(1));
    public static final Topic<EpochFinished> RUN_EVENTS =
            new Topic<>("run-events", EpochFinished.parser(), LOG, 6, Duration.ofDays(30));
    public static final Topic<DeadLetter> DEAD_LETTERS =
            new Topic<>("dead-letters", DeadLetter.parser(), LOG, 3, Duration.ofDays(7));

    private static final List<Topic<?>> ALL = List.of(
            WELLS, INGESTS, INGEST_JOBS, RUNS, MODELS, SERVING, BATCH_REQUESTS, BATCHES, RUN_EVENTS, DEAD_LETTERS);
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration BROKER_LIMIT = Duration.ofSeconds(5);

    private Topics() {}

    /** Every topic of the system. */
    public static List<Topic<?>> all() {
        return ALL;
    }

    /**
     * Creates the missing topics and checks the existing ones. Services that start together may all call this.
     *
     * @throws TopicMismatchException if a topic has other partitions or another cleanup policy
     */
    public static void ensure(KafkaConfig kafka) {
        ensure(kafka, ALL);
    }

    /** The same for some topics. */
    public static void ensure(KafkaConfig kafka, Collection<? extends Topic<?>> topics) {
        try (Admin admin = Admin.create(kafka.client(Map.of()))) {
            ensure(admin, kafka, topics);
        }
    }

    /** The same through an existing client. Callers that repeat this keep the client, which then tries less and less often. */
    public static void ensure(Admin admin, KafkaConfig kafka, Collection<? extends Topic<?>> topics) {
        Backoff backoff = new Backoff(DEADLINE);
        try {
            awaitBroker(admin);
            create(admin, kafka, topics);
            // A topic just created by another service may take a moment to be known to every broker.
            while (!matches(admin, topics)) {
                if (!backoff.pause()) {
                    throw new KafkaException("the topics were created, but " + kafka + " does not describe them");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while creating topics", e);
        }
    }

    /** Fails soon if the broker is unavailable; later calls leave a slow broker more time. */
    private static void awaitBroker(Admin admin) throws InterruptedException {
        var unused = await(admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) BROKER_LIMIT.toMillis()))
                .clusterId());
    }

    private static void create(Admin admin, KafkaConfig kafka, Collection<? extends Topic<?>> topics)
            throws InterruptedException {
        List<NewTopic> missing = topics.stream()
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), kafka.replication())
                        .configs(topic.settings(kafka.replication())))
                .toList();
        for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
            awaitCreation(created);
        }
    }

    private static void awaitCreation(KafkaFuture<Void> created) throws InterruptedException {
        try {
            await(created);
        } catch (TopicExistsException e) {
            return; // created before, or a moment ago by another service
        }
    }

    /** False if a topic is not visible yet. */
    private static boolean matches(Admin admin, Collection<? extends Topic<?>> topics) throws InterruptedException {
        List<String> names = topics.stream().map(Topic::name).toList();
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        try {
            Map<String, TopicDescription> found =
                    await(admin.describeTopics(names).allTopicNames());
            Map<ConfigResource, Config> settings =
                    await(admin.describeConfigs(resources).all());
            for (Topic<?> topic : topics) {
                check(
                        topic,
                        requireNonNull(found.get(topic.name())),
                        requireNonNull(settings.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))));
            }
            return true;
        } catch (UnknownTopicOrPartitionException e) {
            return false;
        }
    }

    private static void check(Topic<?> topic, TopicDescription found, Config settings) {
        int partitions = found.partitions().size();
        if (partitions != topic.partitions()) {
            throw new TopicMismatchException(topic.name(), "partitions", topic.partitions(), partitions);
        }
        String cleanup = settings.get("cleanup.policy").value();
        if (!cleanup.equals(topic.cleanup())) {
            throw new TopicMismatchException(topic.name(), "cleanup.policy", topic.cleanup(), cleanup);
        }
    }

    private static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException("Kafka did not answer within " + DEADLINE, e);
        }
    }
}
