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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client makes of an S3 server that answers that it is full. */
class FullStoreTest {
    private static final ObjectKey KEY = new ObjectKey("a/b");
    private static final byte[] BYTES = {1, 2, 3};

    private final HttpServer server;
    private final ObjectStore store;
    private final AtomicInteger puts = new AtomicInteger();
    private volatile int status = 507;
    private volatile String code = "InsufficientStorage";
    private volatile Optional<String> digestThere = Optional.empty();

    FullStoreTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        store = ObjectStore.connect(new StoreConfig(endpoint, "bucket", "key", "secret"));
    }

    @AfterEach
    void stop() {
        store.close();
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "507, InsufficientStorage", // our own server
        "507, XMinioStorageFull", // MinIO
        "400, XMinioAdminBucketQuotaExceeded", // MinIO, a bucket's quota
        "403, QuotaExceeded" // Ceph
    })
    void aFullServerIsNeitherAnOutageNorARefusalAndIsNotAskedAgainAtOnce(int answered, String withCode) {
        status = answered;
        code = withCode;

        assertThatExceptionOfType(StoreFullException.class)
                .isThrownBy(() -> store.putIfAbsent(KEY, BYTES))
                .withMessageContaining("could not put object a/b")
                .withMessageContaining("has no space: 12 MB are free")
                .satisfies(e -> assertThat(e.awaited()).isEqualTo("space in the object store: 12 MB are free"));
        assertThat(puts).hasValue(1);
    }

    @Test
    void anAnswerThatIsNotXmlIsRecognisedByItsStatus() {
        code = "";

        assertThatThrownBy(() -> store.putIfAbsent(KEY, BYTES)).isInstanceOf(StoreFullException.class);
    }

    @Test
    void anObjectThatIsThereAlreadyNeedsNoSpace() {
        digestThere = Optional.of("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");

        assertThat(store.putIfAbsent(KEY, BYTES).created()).isFalse();
        assertThat(store.replace(KEY, BYTES, Optional.empty())).isEmpty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestMethod()) {
                case "PUT" -> refuse(exchange);
                case "HEAD" -> look(exchange);
                default -> send(exchange, 200, "other bytes");
            }
        }
    }

    private void refuse(HttpExchange exchange) throws IOException {
        puts.incrementAndGet();
        String body = code.isEmpty()
                ? "full"
                : "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code
                        + "</Code><Message>12 MB are free</Message></Error>";
        exchange.getResponseHeaders().set("Content-Type", code.isEmpty() ? "text/plain" : "application/xml");
        send(exchange, status, body);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void look(HttpExchange exchange) throws IOException {
        if (digestThere.isPresent()) {
            exchange.getResponseHeaders().set("x-amz-meta-sha256", digestThere.get());
            exchange.getResponseHeaders().set("Last-Modified", "Sat, 28 Nov 2026 05:00:00 GMT");
            exchange.getResponseHeaders().set("ETag", "\"1\"");
        }
        exchange.sendResponseHeaders(digestThere.isPresent() ? 200 : 404, -1);
    }
}
