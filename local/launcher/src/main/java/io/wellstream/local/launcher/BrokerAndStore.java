package io.wellstream.local.launcher;

import io.wellstream.local.launcher.server.ObjectServer;
import io.wellstream.local.launcher.server.ServerProcess;
import io.wellstream.local.launcher.server.ServerProgram;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The broker with its topics and the S3 server with its bucket. */
public final class BrokerAndStore implements AutoCloseable {
    private static final int SECRET_BYTES = 24;

    private final EmbeddedKafka kafka;
    private final ObjectServer store;

    private BrokerAndStore(EmbeddedKafka kafka, ObjectServer store) {
        this.kafka = kafka;
        this.store = store;
    }

    /** Starts both on given data folders. */
    public interface Starter {
        /** @param reserve how much of their disk stays free */
        BrokerAndStore start(Path kafkaFolder, Path objects, DiskReserve reserve) throws IOException;
    }

    /** Starts both in parallel with the data in these folders. */
    public static BrokerAndStore start(Path kafkaFolder, Path objects) throws IOException {
        return start(() -> EmbeddedKafka.start(kafkaFolder), () -> EmbeddedStore.start(objects));
    }

    static BrokerAndStore start(Path kafkaFolder, Path objects, DiskReserve reserve) throws IOException {
        return start(() -> EmbeddedKafka.start(kafkaFolder), () -> EmbeddedStore.start(objects, reserve));
    }

    /** Starts the broker in this process, and the S3 server as a process of this program; without one, in this process too. */
    public static Starter with(Optional<ServerProgram> program) {
        return program.<Starter>map(server -> (kafkaFolder, objects, reserve) -> start(
                        () -> EmbeddedKafka.start(kafkaFolder),
                        () -> ServerProcess.start(server, objects, FreePort::find, Secret.random(SECRET_BYTES))))
                .orElse(BrokerAndStore::start);
    }

    public static BrokerAndStore start(Callable<EmbeddedKafka> startKafka, Callable<? extends ObjectServer> startStore)
            throws IOException {
        FutureTask<EmbeddedKafka> broker = new FutureTask<>(startKafka);
        Thread.ofPlatform().name("start-broker").daemon().start(broker);
        ObjectServer store;
        try {
            store = started(startStore);
        } catch (IOException e) {
            closeOnceStarted(broker, e);
            throw e;
        }
        EmbeddedKafka kafka;
        try {
            kafka = started(broker::get);
        } catch (IOException e) {
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

    /** So that no broker is left behind, writing into its folder, by a start that has failed. */
    private static void closeOnceStarted(FutureTask<EmbeddedKafka> broker, IOException failure) {
        try {
            broker.get().close();
        } catch (ExecutionException e) {
            failure.addSuppressed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    EmbeddedKafka broker() {
        return kafka;
    }

    ObjectServer objects() {
        return store;
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

    private static <T> T started(Callable<? extends T> start) throws IOException {
        try {
            return start.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while broker and object store started", e);
        } catch (ExecutionException e) {
            throw new IOException(reason(e.getCause() == null ? e : e.getCause()), e);
        } catch (Exception e) {
            throw new IOException(reason(e), e);
        }
    }

    /** The words of the failure and of its first cause, which may say what to do. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return root == failure || said.contains(String.valueOf(root.getMessage())) ? said : said + ": " + root;
    }
}
