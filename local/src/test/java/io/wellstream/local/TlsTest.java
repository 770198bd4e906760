package io.wellstream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A service over TLS, and callers who prove themselves by certificates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private static final String PASSWORD = "changed-for-every-test";

    private final Path folder;
    private final int port = FreePort.find();
    private final LocalSystem system;

    TlsTest(@TempDir Path folder) throws Exception {
        LauncherLog.silence();
        this.folder = folder;
        keys("server", "CN=wellstream", "-ext", "san=ip:127.0.0.1");
        keys("robot", "CN=robot");
        keys("stranger", "CN=stranger");
        trust("robot", "callers");
        trust("server", "services");
        Path roles = Files.writeString(folder.resolve("roles.properties"), "robot=predict\n");
        system = LocalSystem.start(LocalConfig.of(Path.of(".."), folder.resolve("data"))
                .without(Service.AUGMENT)
                .without(Service.TRAINER)
                .without(Service.SCORER)
                .withEnvironment("QUARKUS_HTTP_SSL_PORT", String.valueOf(port))
                .withEnvironment(
                        "QUARKUS_TLS_KEY_STORE_P12_PATH", store("server").toString())
                .withEnvironment("QUARKUS_TLS_KEY_STORE_P12_PASSWORD", PASSWORD)
                .withEnvironment(
                        "QUARKUS_TLS_TRUST_STORE_P12_PATH", store("callers").toString())
                .withEnvironment("QUARKUS_TLS_TRUST_STORE_P12_PASSWORD", PASSWORD)
                .withEnvironment("QUARKUS_HTTP_AUTH_CERTIFICATE_ROLE_PROPERTIES", roles.toString()));
    }

    @AfterAll
    void stop() {
        system.close();
    }

    @Test
    void aKnownCertificateCarriesItsRoles() throws Exception {
        assertThat(status(Optional.of("robot"), get())).isEqualTo(200);
        assertThat(status(Optional.of("robot"), post())).isEqualTo(403);
    }

    @Test
    void withoutCertificateATokenIsAsked() throws Exception {
        String token = system.endpoints().token();

        assertThat(status(Optional.empty(), get())).isEqualTo(401);
        assertThat(status(Optional.empty(), get().header("Authorization", "Bearer " + token)))
                .isEqualTo(200);
    }

    @Test
    void anUnknownCertificateIsWorthNothing() throws Exception {
        assertThat(status(Optional.of("stranger"), get())).isEqualTo(401);
    }

    @Test
    void plainTextIsNotAnsweredOnTheTlsPort() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest plain = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/ingests"))
                    .build();

            assertThatThrownBy(() -> http.send(plain, BodyHandlers.ofString())).isInstanceOf(IOException.class);
        }
    }

    private HttpRequest.Builder get() {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/v1/ingests"));
    }

    private HttpRequest.Builder post() {
        return get().header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{}"));
    }

    private int status(Optional<String> caller, HttpRequest.Builder request) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(caller.isPresent() ? read(caller.get()) : null, PASSWORD.toCharArray());
        TrustManagerFactory known = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        known.init(read("services"));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), known.getTrustManagers(), null);
        try (HttpClient http = HttpClient.newBuilder().sslContext(tls).build()) {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }

    private KeyStore read(String name) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store(name))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private Path store(String name) {
        return folder.resolve(name + ".p12");
    }

    private void keys(String name, String who, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                who,
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-storetype",
                "PKCS12"));
        arguments.addAll(List.of("-keystore", store(name).toString(), "-storepass", PASSWORD));
        arguments.addAll(List.of(more));
        keytool(arguments);
    }

    /** Puts the certificate of one into the store of those that the other trusts. */
    private void trust(String name, String truster) throws Exception {
        String certificate = folder.resolve(name + ".crt").toString();
        keytool(List.of(
                "-exportcert",
                "-alias",
                name,
                "-file",
                certificate,
                "-keystore",
                store(name).toString(),
                "-storepass",
                PASSWORD));
        keytool(List.of(
                "-importcert",
                "-noprompt",
                "-alias",
                name,
                "-file",
                certificate,
                "-keystore",
                store(truster).toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
    }

    private static void keytool(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
