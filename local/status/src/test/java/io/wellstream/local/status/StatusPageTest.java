package io.wellstream.local.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page with one fake service. */
class StatusPageTest {
    private static final Path HOME = Path.of(System.getProperty("wellstream.home", "../.."));
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String WAITING = """
            {"status": "DOWN", "checks": [
              {"name": "scorer", "status": "DOWN", "data": {"waiting for": "object store"}},
              {"name": "other", "status": "UP"}]}""";

    private final HttpServer service = service();
    private final HttpClient http = HttpClient.newHttpClient();
    private final StatusPage page = StatusPage.start(HOME, () -> List.of(watched("scorer", service), gone()));

    StatusPageTest() throws IOException {}

    @AfterEach
    void close() {
        page.close();
        http.close();
        service.stop(0);
    }

    @Test
    void everyProcessIsShownWithWhatItWaitsFor() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(get("status.json").body())
                .contains("\"name\":\"scorer\",\"state\":\"starting\",\"waitingFor\":\"object store\"")
                .contains("\"name\":\"augment-2\",\"state\":\"down\"")
                .contains("\"curves\":[{\"name\":\"small HUVEC treatment: a<b>\",\"values\":[1.0]}]")
                .contains("Nothing ingested since the start."));
    }

    @Test
    void theContentPolicyAllowsNothingElse() throws Exception {
        HttpResponse<String> reply = get("");

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(reply.body())
                .doesNotContain("https://")
                .doesNotContain("style=")
                .doesNotContain("onclick");
        assertThat(get("../endpoints.json").statusCode()).isEqualTo(404);
    }

    @Test
    void aNameOfAnotherSiteIsRefused() throws Exception {
        assertThat(statusLine("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(statusLine("GET / HTTP/1.1\r\nHost: localhost:9000\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(statusLine("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(page.url().resolve(path)).build(), BodyHandlers.ofString());
    }

    private String statusLine(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), page.url().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return reply.lines().findFirst().orElse("");
        }
    }

    private static ObservedProcess watched(String name, HttpServer server) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new ObservedProcess(name, url, ProcessHandle.current().pid(), true, 0);
    }

    private static ObservedProcess gone() {
        return new ObservedProcess("augment-2", URI.create("http://127.0.0.1:1"), Integer.MAX_VALUE, false, 3);
    }

    private static HttpServer service() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(server, "/q/health/ready", 503, WAITING);
        answer(
                server,
                "/q/metrics",
                200,
                "scorer_model_served{dataset=\"small\",cell_type=\"HUVEC\",target=\"treatment\",run=\"a<b>\"} 1.0\n");
        server.start();
        return server;
    }

    private static void answer(HttpServer server, String path, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
    }
}
