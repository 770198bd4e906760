package io.wellstream.wire.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * How to reach Kafka.
 *
 * @param replication of topics that the services create; 1 on one machine, 3 in a cluster
 * @param properties further client properties (security), passed to every client as they are; never logged
 */
public record KafkaConfig(String bootstrapServers, short replication, Map<String, String> properties) {
    /** Every client of every process tries to reach an unavailable broker: less and less often, and soon once it is back. */
    private static final Map<String, Object> RECONNECTING =
            Map.of("reconnect.backoff.ms", 100, "reconnect.backoff.max.ms", 8_000, "retry.backoff.max.ms", 5_000);

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

    /**
     * A copy with further properties, which override the present ones.
     *
     * @param file in the format that Kafka's own tools accept as {@code --command-config}
     * @throws IllegalArgumentException naming the file, if it cannot be read
     */
    public KafkaConfig with(Path file) {
        Properties read = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            read.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("Kafka properties cannot be read from " + file + ": " + e, e);
        }
        Map<String, String> all = new HashMap<>(properties);
        read.stringPropertyNames().forEach(name -> all.put(name, read.getProperty(name)));
        return new KafkaConfig(bootstrapServers, replication, all);
    }

    /** The properties of one client: those shared by all, overridden by its own. */
    public Map<String, Object> client(Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(RECONNECTING);
        all.putAll(properties);
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
