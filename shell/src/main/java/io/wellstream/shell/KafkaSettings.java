package io.wellstream.shell;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wellstream.wire.kafka.KafkaConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** How to reach Kafka; every service has the same keys. */
@ConfigMapping(prefix = "wellstream.kafka")
public interface KafkaSettings {
    /** Kafka's brokers as host:port, separated by commas. */
    String bootstrapServers();

    /** The replication of topics that this service creates: 1 on one machine, 3 in a cluster. */
    @WithDefault("1")
    short replication();

    /** Further properties of every Kafka client, for example for security. */
    Map<String, String> properties();

    /** A file of such properties, in the format of Kafka's own tools; it may contain secrets. It overrides the other properties. */
    Optional<Path> propertiesFile();

    default KafkaConfig config() {
        KafkaConfig config = new KafkaConfig(bootstrapServers(), replication(), properties());
        return propertiesFile().map(config::with).orElse(config);
    }
}
