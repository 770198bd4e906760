package io.wellstream.local.status;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves the status page on loopback: what the services tell anybody on this machine at {@code /q/metrics}, and no secret. It
 * answers only those who call it by a name of this machine, so that no other site's script can read it through a browser.
 */
final class StatusServer implements AutoCloseable {
    private static final int READERS = 2;
    private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final String JSON = "application/json";

    private static final Map<String, String> PROTECTION = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final HttpServer server;
    private final ExecutorService readers = Executors.newFixedThreadPool(
            READERS, Thread.ofPlatform().name("status-page-", 1).daemon().factory());

    private record Page(String type, Supplier<byte[]> bytes) {}

    private StatusServer(HttpServer server, Map<String, Page> pages) {
        this.server = server;
        server.setExecutor(readers);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange, pages);
            }
        });
        server.start();
    }

    /** Serves on a free port. */
    static StatusServer start(Supplier<StatusView> status) throws IOException {
        Map<String, Page> pages = Map.of(
                "/", resource("text/html; charset=utf-8", "index.html"),
                "/status.js", resource("text/javascript; charset=utf-8", "status.js"),
                "/charts.js", resource("text/javascript; charset=utf-8", "charts.js"),
                "/status.css", resource("text/css; charset=utf-8", "status.css"),
                "/icon.svg", resource("image/svg+xml", "icon.svg"),
                "/status.json", new Page(JSON, () -> status.get().json()));
        return new StatusServer(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), pages);
    }

    /** Where a browser of this machine finds it. */
    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static Page resource(String type, String name) throws IOException {
        try (InputStream file = StatusServer.class.getResourceAsStream("page/" + name)) {
            if (file == null) {
                throw new FileNotFoundException("the status page lacks " + name);
            }
            byte[] bytes = file.readAllBytes();
            return new Page(type, () -> bytes);
        }
    }

    private static void answer(HttpExchange exchange, Map<String, Page> pages) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        PROTECTION.forEach(headers::set);
        Page page = pages.get(exchange.getRequestURI().getPath());
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (!isOwnName(exchange.getRequestHeaders().getFirst("Host"))) {
            exchange.sendResponseHeaders(403, -1);
        } else if (page == null) {
            exchange.sendResponseHeaders(404, -1);
        } else if (!head && !exchange.getRequestMethod().equals("GET")) {
            headers.set("Allow", "GET, HEAD");
            exchange.sendResponseHeaders(405, -1);
        } else {
            byte[] bytes = page.bytes().get();
            headers.set("Content-Type", page.type());
            exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private static boolean isOwnName(@Nullable String host) {
        return host != null && OWN_NAMES.contains(host.replaceFirst(":\\d+$", ""));
    }

    @Override
    public void close() {
        server.stop(0);
        readers.shutdownNow();
    }
}
