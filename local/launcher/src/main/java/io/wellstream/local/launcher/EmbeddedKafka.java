package io.wellstream.local.launcher;

import io.wellstream.wire.kafka.KafkaConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker and its controller in this process, on loopback. Its data stay in one folder across restarts. It can be suspended and
 * resumed at the same address.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE = 1;
    private static final String CLUSTER_FILE = "cluster-id";

    /** One node: fast to start, small when idle, no delay before a group forms. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", String.valueOf(NODE)),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.consumer.heartbeat.interval.ms", "500"),
            Map.entry("group.consumer.min.heartbeat.interval.ms", "500"),
            Map.entry("group.share.heartbeat.interval.ms", "500"),
            Map.entry("group.share.min.heartbeat.interval.ms", "500"),
            Map.entry("group.share.min.record.lock.duration.ms", "1000"),
            Map.entry("group.share.max.record.lock.duration.ms", "600000"),
            Map.entry("controlled.shutdown.enable", "false"), // nobody could take the partitions over
            Map.entry("broker.session.timeout.ms", "6000"),
            Map.entry("broker.heartbeat.interval.ms", "500"),
            Map.entry("log.cleaner.dedupe.buffer.size", "16777216"));

    private final Path log;
    private final Properties settings;
    private final KafkaConfig config;
    private @Nullable KafkaRaftServer server;

    /**
     * How clients reach the broker.
     *
     * @param protocol Kafka's name for it, e.g. {@code SASL_SSL}
     * @param broker the broker's settings for it
     * @param client the clients' settings for it
     */
    public record Listener(String protocol, Map<String, String> broker, Map<String, String> client) {
        /** Anyone who can connect may do everything; for loopback only. */
        public static final Listener OPEN = new Listener("PLAINTEXT", Map.of(), Map.of());
    }

    private EmbeddedKafka(Path log, Properties settings, KafkaConfig config) {
        this.log = log;
        this.settings = settings;
        this.config = config;
    }

    /** Starts with the data in the folder, if any; returns when the broker accepts requests. */
    public static EmbeddedKafka start(Path folder) throws IOException {
        return start(folder, Listener.OPEN);
    }

    public static EmbeddedKafka start(Path folder, Listener listener) throws IOException {
        return start(folder, FreePort.find(), listener);
    }

    /** Starts at a given port, so that clients of an earlier broker find this one. */
    public static EmbeddedKafka start(Path folder, int port, Listener listener) throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve("log");
        format(log, clusterId(folder));
        int controllerPort = FreePort.find();
        Properties settings = new Properties();
        settings.putAll(SETTINGS);
        settings.put("log.dirs", log.toString());
        String address = listener.protocol() + "://127.0.0.1:" + port;
        settings.putAll(listener.broker());
        settings.put("inter.broker.listener.name", listener.protocol());
        settings.put(
                "listener.security.protocol.map",
                listener.protocol() + ":" + listener.protocol() + ",CONTROLLER:PLAINTEXT");
        settings.put("listeners", address + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", address);
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        EmbeddedKafka broker =
                new EmbeddedKafka(log, settings, new KafkaConfig("127.0.0.1:" + port, (short) 1, listener.client()));
        broker.resume();
        return broker;
    }

    /** Stops the broker; clients repeat their calls until it is resumed. */
    public synchronized void suspend() {
        KafkaRaftServer stopping = server;
        server = null;
        if (stopping != null) {
            stopping.shutdown();
            stopping.awaitShutdown();
        }
    }

    /** Starts the broker with its data and at its address, unless it runs. Returns when it accepts requests. */
    public synchronized void resume() throws IOException {
        if (server != null) {
            return;
        }
        BrokerHalts.take();
        KafkaRaftServer starting =
                new KafkaRaftServer(kafka.server.KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        try {
            starting.startup();
            server = starting;
        } catch (RuntimeException | Error e) {
            stopAfterFailure(starting, e);
            throw new IOException("the broker did not start on " + log + ": " + e.getMessage(), e);
        }
    }

    private static void stopAfterFailure(KafkaRaftServer starting, Throwable failure) {
        try {
            starting.shutdown();
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    synchronized boolean isRunning() {
        return server != null;
    }

    public KafkaConfig config() {
        return config;
    }

    @Override
    public void close() {
        suspend();
    }

    private static String clusterId(Path folder) throws IOException {
        Path file = folder.resolve(CLUSTER_FILE);
        if (!Files.exists(file)) {
            Files.writeString(file, Uuid.randomUuid().toString());
        }
        return Files.readString(file).strip();
    }

    private static void format(Path log, String clusterId) throws IOException {
        Formatter formatter = new Formatter()
                .setClusterId(clusterId)
                .setNodeId(NODE)
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setMetadataLogDirectory(log.toString())
                .setDirectories(List.of(log.toString()))
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            formatter.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot format the broker's folder " + log, e);
        }
    }
}
