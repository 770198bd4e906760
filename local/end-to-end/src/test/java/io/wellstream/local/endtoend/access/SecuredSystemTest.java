package io.wellstream.local.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.launcher.BrokerAndStore;
import io.wellstream.local.launcher.EmbeddedKafka;
import io.wellstream.local.launcher.EmbeddedStore;
import io.wellstream.local.launcher.FreePort;
import io.wellstream.local.launcher.LauncherLog;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreConfig;
import io.wellstream.wire.store.StoreRefusedException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing is sent in the clear: Kafka over SASL_SSL, the store and the services over TLS, all with a private certificate authority.
 * The command line runs as a remote client that is configured by environment variables only.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredSystemTest {
    private static final String BROKER_SECRET = "broker-secret";
    private static final String STORE_SECRET = "store-secret-of-some-length";
    private static final List<ServiceKind> CALLED =
            List.of(ServiceKind.INGEST, ServiceKind.TRAINER, ServiceKind.SCORER);

    private final Path folder;
    private final TestKeys keys;
    private final Path kafkaProperties;
    private final Map<ServiceKind, Integer> ports = new HashMap<>();
    private final SmallScreen screen;
    private final LocalSystem system;
    private final KafkaConfig kafka;
    private final StoreConfig store;

    SecuredSystemTest(@TempDir Path folder) throws Exception {
        LauncherLog.silence();
        this.folder = folder;
        keys = new TestKeys(folder);
        keys.make("server", "CN=wellstream", "-ext", "san=ip:127.0.0.1");
        kafkaProperties = Files.writeString(folder.resolve("kafka.properties"), String.join("\n", clientProperties()));
        screen = SmallScreen.simulate(folder);
        LocalConfig config = screen.config(folder.resolve("data"), 1)
                .withEnvironment("WELLSTREAM_KAFKA_PROPERTIES_FILE", kafkaProperties.toString())
                .withEnvironment(
                        "WELLSTREAM_STORE_CERTIFICATES",
                        keys.certificate("server").toString())
                .withEnvironment("QUARKUS_HTTP_SSL_PORT", "${tls.${quarkus.application.name}.port}")
                .withEnvironment(
                        "QUARKUS_TLS_KEY_STORE_PEM_SERVER_CERT",
                        keys.certificate("server").toString())
                .withEnvironment(
                        "QUARKUS_TLS_KEY_STORE_PEM_SERVER_KEY",
                        keys.key("server").toString());
        for (ServiceKind service : ServiceKind.values()) {
            ports.put(service, FreePort.find());
            config = config.withEnvironment(
                    "TLS_" + service.name() + "_PORT", ports.get(service).toString());
        }
        EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"), listener());
        EmbeddedStore objects =
                EmbeddedStore.start(folder.resolve("objects"), storeListener(), "wellstream", STORE_SECRET);
        kafka = broker.config();
        store = objects.config();
        system = LocalSystem.start(config, (_, _, _) -> BrokerAndStore.start(() -> broker, () -> objects));
    }

    @AfterAll
    void stop() {
        system.close();
    }

    @Test
    void aScreenBecomesAPredictionWithNothingInTheClear() throws Exception {
        Said ingest = wellstream(
                "ingest", "--dataset", SmallScreen.DATASET, screen.folder().toString());
        assertThat(ingest.code()).as(ingest.text()).isZero();
        Said train = wellstream(SmallScreen.train("--epochs", "2"));
        assertThat(train.code()).as(train.text()).isZero();
        Said predict = wellstream("predict", "--dataset", SmallScreen.DATASET, "--json", "HUVEC-01/1/B03");
        assertThat(predict.code())
                .as(predict.text() + Files.readString(folder.resolve("data/logs/scorer.log")))
                .isZero();
        assertThat(predict.text()).contains("HUVEC-01").contains("probability");
    }

    @Test
    void aStoreWithAnUntrustedCertificateIsRefusedAtOnce() {
        try (ObjectStore stranger = ObjectStore.connect(store.withCertificates(Optional.empty()))) {
            assertThatThrownBy(stranger::createBucketIfAbsent)
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("certification path")
                    .hasMessageNotContaining(STORE_SECRET);
        }
    }

    @Test
    void aBrokerRefusesAWrongPasswordAndTheErrorDoesNotContainIt() throws IOException {
        Path wrong = Files.writeString(
                folder.resolve("wrong.properties"),
                String.join("\n", clientProperties()).replace(BROKER_SECRET, "guessed"));

        assertThatThrownBy(() -> Topics.ensure(kafka.with(wrong)))
                .isInstanceOf(SaslAuthenticationException.class)
                .hasMessageNotContaining("guessed");
    }

    @Test
    void noLogContainsASecret() throws IOException {
        try (var logs = Files.list(folder.resolve("data/logs"))) {
            for (Path log : logs.toList()) {
                assertThat(Files.readString(log))
                        .as(log.toString())
                        .doesNotContain(BROKER_SECRET)
                        .doesNotContain(STORE_SECRET)
                        .doesNotContain(TestKeys.PASSWORD)
                        .doesNotContain(system.endpoints().token());
            }
        }
    }

    private EmbeddedStore.Listener storeListener() {
        return new EmbeddedStore.Listener(
                URI.create("https://127.0.0.1:0"),
                Optional.of(keys.store("server")),
                TestKeys.PASSWORD,
                Optional.of(keys.certificate("server")));
    }

    private EmbeddedKafka.Listener listener() {
        String login =
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\" password=\""
                        + BROKER_SECRET + "\" user_broker=\"" + BROKER_SECRET + "\" user_wellstream=\"" + BROKER_SECRET
                        + "\";";
        Map<String, String> client = new HashMap<>();
        clientProperties().forEach(line -> {
            String[] entry = line.split("=", 2);
            client.put(entry[0], entry[1]);
        });
        return new EmbeddedKafka.Listener(
                "SASL_SSL",
                Map.of(
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "sasl.mechanism.inter.broker.protocol",
                        "PLAIN",
                        "listener.name.sasl_ssl.plain.sasl.jaas.config",
                        login,
                        "ssl.keystore.type",
                        "PKCS12",
                        "ssl.keystore.location",
                        keys.store("server").toString(),
                        "ssl.keystore.password",
                        TestKeys.PASSWORD,
                        "ssl.truststore.type",
                        "PEM",
                        "ssl.truststore.location",
                        keys.certificate("server").toString()),
                client);
    }

    private List<String> clientProperties() {
        return List.of(
                "security.protocol=SASL_SSL",
                "sasl.mechanism=PLAIN",
                "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"wellstream\" password=\""
                        + BROKER_SECRET + "\";",
                "ssl.truststore.type=PEM",
                "ssl.truststore.location=" + keys.certificate("server"));
    }

    private record Said(int code, String text) {}

    /** Runs the command line as a separate process. */
    private Said wellstream(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add("io.wellstream.local.cli.Main");
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("WELLSTREAM_"));
        for (ServiceKind service : CALLED) {
            builder.environment()
                    .put("WELLSTREAM_" + service.name() + "_URL", "https://127.0.0.1:" + ports.get(service));
        }
        builder.environment()
                .putAll(Map.of(
                        "XDG_DATA_HOME",
                        folder.resolve("nothing-runs-here").toString(),
                        "WELLSTREAM_CERTIFICATES",
                        keys.certificate("server").toString(),
                        "WELLSTREAM_TOKEN",
                        system.endpoints().token(),
                        "WELLSTREAM_KAFKA_BOOTSTRAP_SERVERS",
                        kafka.bootstrapServers(),
                        "WELLSTREAM_KAFKA_PROPERTIES_FILE",
                        kafkaProperties.toString(),
                        "WELLSTREAM_STORE_ENDPOINT",
                        store.endpoint().toString(),
                        "WELLSTREAM_STORE_BUCKET",
                        store.bucket(),
                        "WELLSTREAM_STORE_ACCESS_KEY",
                        "wellstream",
                        "WELLSTREAM_STORE_SECRET_KEY",
                        STORE_SECRET,
                        "WELLSTREAM_STORE_CERTIFICATES",
                        keys.certificate("server").toString()));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Said(process.exitValue(), said);
    }
}
