package io.wellstream.local.cli.link;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** A service that a test stops, starts again, and makes hang. */
public final class FakeService implements AutoCloseable {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int status;
    private final String body;
    private final Semaphore answering = new Semaphore(0);
    private volatile boolean hangs;
    private HttpServer server;

    private FakeService(int port, int status, String body) throws IOException {
        this.status = status;
        this.body = body;
        this.server = listening(port);
    }

    public static FakeService answering(int status, String body) throws IOException {
        return new FakeService(0, status, body);
    }

    private HttpServer listening(int port) throws IOException {
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        listening.setExecutor(threads);
        listening.createContext("/", this::answer);
        listening.start();
        return listening;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!path.startsWith("/q/")) {
            requests.add(exchange.getRequestMethod() + " " + path);
        }
        if (hangs) {
            answering.acquireUninterruptibly();
        }
        byte[] reply = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(path.startsWith("/q/") ? 200 : status, reply.length);
        exchange.getResponseBody().write(reply);
        exchange.close();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The requests so far, without probes. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public void stop() {
        server.stop(0);
    }

    public void startAgain() throws IOException {
        server = listening(server.getAddress().getPort());
    }

    /** Accepts connections and requests, and answers none, as a process that was stopped by SIGSTOP. */
    public void hang() {
        hangs = true;
    }

    public void answerAgain() {
        hangs = false;
        answering.release(1_000);
    }

    @Override
    public void close() {
        answerAgain();
        stop();
        threads.shutdownNow();
    }
}
