package io.wellstream.wire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wellstream.wire.keys.ObjectKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The region that requests are signed for, and what a client makes of a server that expects another one. */
class StoreRegionTest {
    private static final ObjectKey KEY = new ObjectKey("a/b");
    private static final String REFUSAL = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error>"
            + "<Code>AuthorizationHeaderMalformed</Code><Message>expecting 'eu-north-1'</Message></Error>";

    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final StoreConfig config;

    StoreRegionTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        config = new StoreConfig(endpoint, "bucket", "key", "secret");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void everyRequestIsSignedForTheConfiguredRegion() {
        try (ObjectStore store = ObjectStore.connect(config.withRegion("eu-central-1"))) {
            store.createBucketIfAbsent();
            store.putIfAbsent(KEY, new byte[] {1});
        }

        assertThat(signatures)
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(signature -> signature.contains("/eu-central-1/s3/aws4_request"));
    }

    @Test
    void aServerOfAnotherRegionIsNamedWithTheSettingToCheck() {
        try (ObjectStore store = ObjectStore.connect(config)) {
            assertThatExceptionOfType(StoreRefusedException.class)
                    .isThrownBy(() -> store.read(KEY))
                    .withMessageContaining("expecting 'eu-north-1'; check wellstream.store.region");
        }
        assertThat(signatures).allMatch(signature -> signature.contains("/us-east-1/s3/aws4_request"));
    }

    @Test
    void aRegionThatCannotBeOneIsRefusedAtOnce() {
        assertThatThrownBy(() -> config.withRegion("eu central"))
                .hasMessageContaining("store region 'eu central'; expected");
        assertThat(config.toString()).doesNotContain("secret");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            if (exchange.getRequestMethod().equals("GET")) {
                byte[] body = REFUSAL.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/xml");
                exchange.sendResponseHeaders(400, body.length);
                exchange.getResponseBody().write(body);
            } else {
                exchange.getResponseHeaders().set("ETag", "\"1\"");
                exchange.sendResponseHeaders(200, -1);
            }
        }
    }
}
