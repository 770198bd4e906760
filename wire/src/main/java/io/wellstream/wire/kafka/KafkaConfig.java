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
 * @param replication of topics that we create; 1 on one machine, 3 in a cluster
 * @param properties further client properties (security), passed to every client as they are; never logged
 */
public record KafkaConfig(String bootstrapServers, short replication, Map<String, String> properties) {
    /** A broker that is away is asked for by every client of every process: ever more seldom, and soon enough when it is back. */
    private static final Map<String, Object> PATIENT =
            Map.of("reconnect.backoff.ms", 100, "reconnect.backoff.max.ms", 5_000, "retry.backoff.max.ms", 5_000);

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
     * The same with further properties, which win over those there are.
     *
     * @param file in the form that Kafka's own tools take by {@code --command-config}
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

    /** The properties of one client: what all share, and its own over them. */
    public Map<String, Object> client(Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(PATIENT);
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
