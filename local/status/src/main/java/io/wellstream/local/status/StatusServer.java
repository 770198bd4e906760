package io.wellstream.local.status;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves the status page on loopback. It shows what any process on this machine can read at the services' {@code /q/metrics}, and no
 * secret. It answers only requests whose Host is a name of this machine, so that scripts of other sites cannot read it through a
 * browser (DNS rebinding).
 */
final class StatusServer implements AutoCloseable {
    private static final int READERS = 2;
    private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final String JSON = "application/json";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

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
        String uplot = "/META-INF/resources/webjars/uplot/" + uplotVersion() + "/dist/";
        Map<String, Page> pages = Map.of(
                "/", resource("text/html; charset=utf-8", "page/index.html"),
                "/status.js", resource(SCRIPT, "page/status.js"),
                "/charts.js", resource(SCRIPT, "page/charts.js"),
                "/status.css", resource(STYLE, "page/status.css"),
                "/uplot.js", resource(SCRIPT, uplot + "uPlot.iife.min.js"),
                "/uplot.css", resource(STYLE, uplot + "uPlot.min.css"),
                "/icon.svg", resource("image/svg+xml", "page/icon.svg"),
                "/status.json", new Page(JSON, () -> status.get().json()));
        return new StatusServer(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), pages);
    }

    /** The address for a browser on this machine. */
    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static String uplotVersion() throws IOException {
        Properties pom = new Properties();
        pom.load(new ByteArrayInputStream(read("/META-INF/maven/org.webjars.npm/uplot/pom.properties")));
        return pom.getProperty("version");
    }

    private static Page resource(String type, String name) throws IOException {
        byte[] bytes = read(name);
        return new Page(type, () -> bytes);
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream file = StatusServer.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new FileNotFoundException("the status page's file " + name + " is missing");
            }
            return file.readAllBytes();
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
