package io.wellstream.local.cli.link;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.store.StoreConfig;
import io.wellstream.wire.store.TrustedCertificates;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the parts of a system are, and what a client authenticates with. */
public record SystemAddress(
        URI ingest, URI trainer, URI scorer, KafkaConfig kafka, StoreConfig store, Credentials credentials) {

    /** A system on this machine. */
    public static SystemAddress of(Endpoints endpoints) {
        return new SystemAddress(
                endpoints.url(ServiceKind.INGEST),
                endpoints.url(ServiceKind.TRAINER),
                endpoints.url(ServiceKind.SCORER),
                endpoints.kafkaConfig(),
                endpoints.store().config(),
                new Credentials(endpoints.token(), null));
    }

    /** The system at the addresses in the variables {@code WELLSTREAM_*}. */
    public static SystemAddress ofEnvironment(Map<String, String> environment) {
        return new SystemAddress(
                URI.create(needed(environment, "WELLSTREAM_INGEST_URL")),
                URI.create(needed(environment, "WELLSTREAM_TRAINER_URL")),
                URI.create(needed(environment, "WELLSTREAM_SCORER_URL")),
                kafkaOf(environment),
                new StoreConfig(
                                URI.create(needed(environment, "WELLSTREAM_STORE_ENDPOINT")),
                                needed(environment, "WELLSTREAM_STORE_BUCKET"),
                                needed(environment, "WELLSTREAM_STORE_ACCESS_KEY"),
                                needed(environment, "WELLSTREAM_STORE_SECRET_KEY"))
                        .withRegion(environment.getOrDefault("WELLSTREAM_STORE_REGION", StoreConfig.DEFAULT_REGION))
                        .withCertificates(file(environment, "WELLSTREAM_STORE_CERTIFICATES")),
                new Credentials(
                        environment.get("WELLSTREAM_TOKEN"),
                        file(environment, "WELLSTREAM_CERTIFICATES")
                                .map(TrustedCertificates::read)
                                .orElse(null)));
    }

    /** The same system, asked at another of its scorers. */
    public SystemAddress withScorer(URI other) {
        return new SystemAddress(ingest, trainer, other, kafka, store, credentials);
    }

    /** The address of a part, for messages. */
    public String of(Part part) {
        return part == Part.KAFKA ? kafka.bootstrapServers() : http(part).toString();
    }

    /** The address of a resource of a part that speaks HTTP. */
    public URI of(Part part, String path) {
        return http(part).resolve(path);
    }

    /** The address of a part that speaks HTTP. */
    URI http(Part part) {
        return switch (part) {
            case INGEST -> ingest;
            case TRAINER -> trainer;
            case SCORER -> scorer;
            case STORE -> store.endpoint();
            case KAFKA -> throw new IllegalArgumentException("Kafka does not speak HTTP");
        };
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
}
