package io.wellstream.local.cli.client;

import com.google.protobuf.Message;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreConfig;
import io.wellstream.wire.store.TrustedCertificates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * A client of a running system: the addresses of its services, broker and object store, and calls to them.
 */
public record SystemClient(
        URI ingest, URI trainer, URI scorerAddress, KafkaConfig kafka, StoreConfig store, Credentials credentials) {
    private static final Duration TABLE_LIMIT = Duration.ofMinutes(5);

    /** A system on this machine. */
    public static SystemClient of(Endpoints endpoints) {
        return new SystemClient(
                endpoints.url(ServiceKind.INGEST),
                endpoints.url(ServiceKind.TRAINER),
                endpoints.url(ServiceKind.SCORER),
                endpoints.kafkaConfig(),
                endpoints.store().config(),
                new Credentials(endpoints.token(), null));
    }

    /** The system of the data folder; if none runs there and the folder is only the default, the one that the environment names. */
    public static SystemClient find(Path folder, boolean folderIsGiven) {
        Optional<Endpoints> local = Endpoints.find(folder);
        if (local.isPresent()) {
            return of(local.get());
        }
        Map<String, String> environment = System.getenv();
        if (!folderIsGiven && environment.containsKey("WELLSTREAM_INGEST_URL")) {
            return ofEnvironment(environment);
        }
        throw new UserError("no system runs on " + folder + "; start one with: ./wellstream up"
                + (folderIsGiven ? " --data " + folder : "")
                + ", or set WELLSTREAM_INGEST_URL and the other addresses of a remote system (see README.md)");
    }

    static SystemClient ofEnvironment(Map<String, String> environment) {
        return new SystemClient(
                URI.create(needed(environment, "WELLSTREAM_INGEST_URL")),
                URI.create(needed(environment, "WELLSTREAM_TRAINER_URL")),
                URI.create(needed(environment, "WELLSTREAM_SCORER_URL")),
                kafkaOf(environment),
                new StoreConfig(
                                URI.create(needed(environment, "WELLSTREAM_STORE_ENDPOINT")),
                                needed(environment, "WELLSTREAM_STORE_BUCKET"),
                                needed(environment, "WELLSTREAM_STORE_ACCESS_KEY"),
                                needed(environment, "WELLSTREAM_STORE_SECRET_KEY"))
                        .withCertificates(file(environment, "WELLSTREAM_STORE_CERTIFICATES")),
                new Credentials(
                        environment.get("WELLSTREAM_TOKEN"),
                        file(environment, "WELLSTREAM_CERTIFICATES")
                                .map(TrustedCertificates::read)
                                .orElse(null)));
    }

    private static KafkaConfig kafkaOf(Map<String, String> environment) {
        KafkaConfig kafka = KafkaConfig.of(needed(environment, "WELLSTREAM_KAFKA_BOOTSTRAP_SERVERS"));
        return file(environment, "WELLSTREAM_KAFKA_PROPERTIES_FILE")
                .map(kafka::with)
                .orElse(kafka);
    }

    private static Optional<Path> file(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    private static String needed(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new UserError(name + " is not set; the README lists the addresses that a remote system needs");
        }
        return value;
    }

    public ScorerClient scorer() {
        return new ScorerClient(scorerAddress, credentials);
    }

    public HttpApi ingestApi() {
        return new HttpApi("ingest", ingest, credentials);
    }

    public HttpApi scorerApi() {
        return new HttpApi("scorer", scorerAddress, credentials);
    }

    public RunApi runs() {
        return new RunApi(trainerApi());
    }

    public HttpApi trainerApi() {
        return new HttpApi("trainer", trainer, credentials);
    }

    /** The object's bytes, with size and digest checked. */
    public byte[] object(ObjectRef ref) {
        try (ObjectStore objects = ObjectStore.connect(store)) {
            return objects.get(ref);
        }
    }

    /** The current entries of a table. */
    public <M extends Message> Map<String, M> table(Topic<M> topic, Predicate<String> keys) {
        CompletableFuture<Void> failed = new CompletableFuture<>();
        try (LatestByKey<M> table = new LatestByKey<>(kafka, topic, keys, failed::completeExceptionally)) {
            table.start();
            if (!table.awaitCaughtUp(TABLE_LIMIT)) {
                throw new UserError(
                        "topic " + topic.name() + " of Kafka at " + kafka + " could not be read within "
                                + TABLE_LIMIT.toSeconds() + " s",
                        failed.isCompletedExceptionally() ? failed.exceptionNow() : null);
            }
            return table.under("");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while reading topic " + topic.name(), e);
        }
    }
}
