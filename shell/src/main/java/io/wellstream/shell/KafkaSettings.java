package io.wellstream.shell;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wellstream.wire.kafka.KafkaConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where Kafka is; the same keys in every service. */
@ConfigMapping(prefix = "wellstream.kafka")
public interface KafkaSettings {
    /** host:port, several separated by commas. */
    String bootstrapServers();

    /** Of topics that this service creates: 1 on one machine, 3 in a cluster. */
    @WithDefault("1")
    short replication();

    /** Further properties of every Kafka client, e.g. its security. */
    Map<String, String> properties();

    /** A file of such properties in Kafka's own form, as its tools take it; a secret may stand in it. It wins over the others. */
    Optional<Path> propertiesFile();

    default KafkaConfig config() {
        KafkaConfig config = new KafkaConfig(bootstrapServers(), replication(), properties());
        return propertiesFile().map(config::with).orElse(config);
    }
}
