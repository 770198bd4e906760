package io.wellstream.augment;

import io.wellstream.imaging.pixels.SiteCache;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.kafka.DeadLetters;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.ShareGroup;
import io.wellstream.wire.kafka.ShareLoop;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreConfig;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An augment worker with its connections to Kafka and the store, started and stopped as one. */
final class AugmentProcess implements AutoCloseable {
    private static final String GROUP = "augment";
    private static final int LOOPS =
            2; // while one stores its batch and waits for its next request, the other makes a batch

    private final ObjectStore store;
    private final MessageSender sender;
    private final LatestByKey<RunRecord> runs;
    private final BatchMaker maker;
    private final List<ShareLoop<BatchRequest>> loops;

    private AugmentProcess(
            KafkaConfig kafka,
            StoreConfig storeConfig,
            String name,
            WorkerLimits limits,
            AugmentMeters meters,
            Consumer<Throwable> onFatal) {
        store = ObjectStore.connect(storeConfig);
        sender = new MessageSender(kafka);
        runs = new LatestByKey<>(kafka, Topics.RUNS, onFatal);
        maker = new BatchMaker(
                new SiteImages(store, new SiteCache<>(limits.cacheBytes()), meters),
                limits.threads(),
                limits.fetches());
        AugmentWorker worker = new AugmentWorker(name, runs::get, store, maker, sender, meters);
        loops = Stream.generate(() -> new ShareLoop<>(
                        kafka,
                        Topics.BATCH_REQUESTS,
                        new ShareGroup(GROUP, limits.lock()),
                        worker,
                        new DeadLetters(sender, "augment", Clock.systemUTC()),
                        onFatal))
                .limit(LOOPS)
                .toList();
    }

    /**
     * Creates a worker; nothing is sent before {@link #start}.
     *
     * @param onFatal receives an unrecoverable error
     */
    static AugmentProcess wire(
            KafkaConfig kafka,
            StoreConfig store,
            String name,
            WorkerLimits limits,
            AugmentMeters meters,
            Consumer<Throwable> onFatal) {
        return new AugmentProcess(kafka, store, name, limits, meters, onFatal);
    }

    /** Starts to take requests, once the states of all runs are known. */
    void start() throws InterruptedException {
        runs.start();
        runs.awaitCaughtUp();
        loops.forEach(ShareLoop::start);
    }

    /** What keeps the worker from working; empty when it works. */
    List<String> waitingFor() {
        List<String> missing = new ArrayList<>();
        if (!runs.isCaughtUp()) {
            missing.add("topic runs");
        }
        if (!loops.stream().allMatch(ShareLoop::hasPolled)) {
            missing.add("share group " + GROUP);
        }
        return missing;
    }

    /** Finishes and answers the current requests, then stops. */
    @Override
    public void close() {
        loops.forEach(ShareLoop::askToStop);
        loops.forEach(ShareLoop::close);
        runs.close();
        maker.close();
        sender.close();
        store.close();
    }
}
