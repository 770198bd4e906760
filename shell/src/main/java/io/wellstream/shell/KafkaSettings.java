package io.wellstream.shell;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wellstream.wire.KafkaConfig;
import java.util.Map;

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

    default KafkaConfig config() {
        return new KafkaConfig(bootstrapServers(), replication(), properties());
    }
}
