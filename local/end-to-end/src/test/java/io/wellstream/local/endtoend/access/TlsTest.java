package io.wellstream.local.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.local.launcher.FreePort;
import io.wellstream.local.launcher.LauncherLog;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A service over TLS whose callers authenticate with client certificates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private final TestKeys keys;
    private final int port = FreePort.find();
    private final LocalSystem system;

    TlsTest(@TempDir Path folder) throws Exception {
        LauncherLog.silence();
        keys = new TestKeys(folder);
        keys.make("server", "CN=wellstream", "-ext", "san=ip:127.0.0.1");
        keys.make("robot", "CN=robot");
        keys.make("stranger", "CN=stranger");
        keys.trust("robot", "callers");
        keys.trust("server", "services");
        Path roles = Files.writeString(folder.resolve("roles.properties"), "robot=predict\n");
        system = LocalSystem.start(LocalConfig.of(folder.resolve("data"))
                .without(ServiceKind.AUGMENT)
                .without(ServiceKind.TRAINER)
                .without(ServiceKind.SCORER)
                .withEnvironment("QUARKUS_HTTP_SSL_PORT", String.valueOf(port))
                .withEnvironment(
                        "QUARKUS_TLS_KEY_STORE_P12_PATH", keys.store("server").toString())
                .withEnvironment("QUARKUS_TLS_KEY_STORE_P12_PASSWORD", TestKeys.PASSWORD)
                .withEnvironment(
                        "QUARKUS_TLS_TRUST_STORE_P12_PATH",
                        keys.store("callers").toString())
                .withEnvironment("QUARKUS_TLS_TRUST_STORE_P12_PASSWORD", TestKeys.PASSWORD)
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
    void withoutACertificateATokenIsRequired() throws Exception {
        String token = system.endpoints().token();

        assertThat(status(Optional.empty(), get())).isEqualTo(401);
        assertThat(status(Optional.empty(), get().header("Authorization", "Bearer " + token)))
                .isEqualTo(200);
    }

    @Test
    void anUnknownCertificateHasNoRoles() throws Exception {
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
        own.init(caller.isPresent() ? keys.read(caller.get()) : null, TestKeys.PASSWORD.toCharArray());
        TrustManagerFactory known = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        known.init(keys.read("services"));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), known.getTrustManagers(), null);
        try (HttpClient http = HttpClient.newBuilder().sslContext(tls).build()) {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }
}
