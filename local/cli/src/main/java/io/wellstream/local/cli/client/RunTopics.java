package io.wellstream.local.cli.client;

import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.PartitionReader;
import io.wellstream.wire.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.TimeoutException;

/** What Kafka at one address says about some runs: their records, and the epochs that end while this is open. */
final class RunTopics implements AutoCloseable {
    private static final Duration CATCH_UP = Duration.ofMillis(500);

    private final KafkaConfig kafka;
    private final LatestByKey<RunRecord> records;
    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    private final List<PartitionReader<EpochFinished>> events = new ArrayList<>();

    private RunTopics(KafkaConfig kafka, Set<String> runs) {
        this.kafka = kafka;
        this.records = new LatestByKey<>(kafka, Topics.RUNS, runs::contains, lost::completeExceptionally);
    }

    /**
     * Reads everything about the runs from now on; returns when the records are complete.
     *
     * @param givesUp is asked again and again while Kafka does not answer
     * @return empty if it gave up
     */
    static Optional<RunTopics> open(KafkaConfig kafka, Set<String> runs, BooleanSupplier givesUp)
            throws InterruptedException {
        RunTopics topics = new RunTopics(kafka, runs);
        boolean open = false;
        try {
            topics.records.start();
            while (!topics.records.awaitCaughtUp(CATCH_UP)) {
                if (topics.isLost() || givesUp.getAsBoolean()) {
                    return Optional.empty();
                }
            }
            for (String run : runs) {
                topics.events.add(PartitionReader.of(kafka, Topics.RUN_EVENTS, run));
            }
            open = true;
            return Optional.of(topics);
        } catch (TimeoutException e) { // Kafka went away after the records were read
            return Optional.empty();
        } finally {
            if (!open) {
                topics.close();
            }
        }
    }

    KafkaConfig kafka() {
        return kafka;
    }

    RunRecord latest(RunRecord known) {
        return records.get(known.getRun()).orElse(known);
    }

    /** Waits up to the limit for epochs that have ended. */
    void poll(Duration limit, Consumer<EpochFinished> each) {
        for (PartitionReader<EpochFinished> reader : events) {
            reader.poll(limit.dividedBy(events.size())).forEach(each);
        }
    }

    /** Whether the connection is lost for another reason than that Kafka does not answer. */
    boolean isLost() {
        return lost.isCompletedExceptionally();
    }

    @Override
    public void close() {
        events.forEach(PartitionReader::close);
        records.close();
    }
}
