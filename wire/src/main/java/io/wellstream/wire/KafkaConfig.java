package io.wellstream.wire;

import java.util.HashMap;
import java.util.Map;

/**
 * How to reach Kafka.
 *
 * @param replication of topics that we create; 1 on one machine, 3 in a cluster
 * @param properties further client properties (security), passed to every client as they are; never logged
 */
public record KafkaConfig(String bootstrapServers, short replication, Map<String, String> properties) {

    public KafkaConfig {
        if (!bootstrapServers.matches("[^,:\\s]+:[0-9]+(,[^,:\\s]+:[0-9]+)*")) {
            throw new IllegalArgumentException(
                    "Kafka bootstrap servers '" + bootstrapServers + "'; expected host:port[,host:port…]");
        }
        if (replication < 1) {
            throw new IllegalArgumentException("Kafka replication " + replication + "; expected 1 or more");
        }
        properties = Map.copyOf(properties);
    }

    /** One broker without security. */
    public static KafkaConfig of(String bootstrapServers) {
        return new KafkaConfig(bootstrapServers, (short) 1, Map.of());
    }

    /** The properties of one client: what all share, and its own over them. */
    Map<String, Object> client(Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", bootstrapServers);
        all.put("client.dns.lookup", "use_all_dns_ips");
        all.putAll(own);
        return all;
    }

    @Override
    public String toString() {
        return bootstrapServers;
    }
}
