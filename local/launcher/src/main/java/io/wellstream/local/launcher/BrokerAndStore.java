package io.wellstream.local.launcher;

import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The broker with its topics and the S3 server with its bucket. */
public final class BrokerAndStore implements AutoCloseable {
    private final EmbeddedKafka kafka;
    private final EmbeddedStore store;

    private BrokerAndStore(EmbeddedKafka kafka, EmbeddedStore store) {
        this.kafka = kafka;
        this.store = store;
    }

    /** Starts both on given data folders. */
    public interface Starter {
        BrokerAndStore start(Path kafkaFolder, Path objects) throws IOException;
    }

    /** Starts both in parallel with the data in these folders. */
    public static BrokerAndStore start(Path kafkaFolder, Path objects) throws IOException {
        return start(() -> EmbeddedKafka.start(kafkaFolder), () -> EmbeddedStore.start(objects));
    }

    public static BrokerAndStore start(Callable<EmbeddedKafka> startKafka, Callable<EmbeddedStore> startStore)
            throws IOException {
        FutureTask<EmbeddedKafka> broker = inBackground("start-broker", startKafka);
        FutureTask<EmbeddedStore> objectStore = inBackground("start-store", startStore);
        EmbeddedStore store = started(objectStore);
        EmbeddedKafka kafka;
        try {
            kafka = started(broker);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
        BrokerAndStore servers = new BrokerAndStore(kafka, store);
        try {
            Topics.ensure(servers.kafka());
            try (ObjectStore client = ObjectStore.connect(servers.store())) {
                client.createBucketIfAbsent();
            }
            return servers;
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    KafkaConfig kafka() {
        return kafka.config();
    }

    StoreConfig store() {
        return store.config();
    }

    @Override
    public void close() {
        kafka.close();
        store.close();
    }

    private static <T> FutureTask<T> inBackground(String name, Callable<T> start) {
        FutureTask<T> task = new FutureTask<>(start);
        Thread.ofPlatform().name(name).daemon().start(task);
        return task;
    }

    private static <T> T started(FutureTask<T> task) throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException("broker or object store did not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while broker and object store started", e);
        }
    }
}
