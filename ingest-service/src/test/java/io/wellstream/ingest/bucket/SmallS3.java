package io.wellstream.ingest.bucket;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wellstream.wire.keys.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The two calls of S3 that reading needs, for the files of a folder as the bucket {@code screens}. */
final class SmallS3 implements AutoCloseable {
    static final String BUCKET = "screens";
    private static final int PAGE = 1_000;

    final AtomicInteger lists = new AtomicInteger();
    final AtomicInteger signed = new AtomicInteger();
    final AtomicInteger reading = new AtomicInteger();
    final AtomicInteger mostReading = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    private final Path folder;
    private final HttpServer server;

    SmallS3(Path folder) throws IOException {
        this.folder = folder;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/" + BUCKET, this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange call) throws IOException {
        if (call.getRequestHeaders().containsKey("Authorization")) {
            signed.incrementAndGet();
        }
        String key =
                call.getRequestURI().getPath().substring(BUCKET.length() + 1).replaceFirst("^/", "");
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            send(call, 503, error("SlowDown"));
        } else if (key.isEmpty()) {
            lists.incrementAndGet();
            send(call, 200, list(query(call.getRequestURI())));
        } else {
            mostReading.accumulateAndGet(reading.incrementAndGet(), Math::max);
            try {
                object(call, folder.resolve(key));
            } finally {
                reading.decrementAndGet();
            }
        }
    }

    private static void object(HttpExchange call, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            send(call, 404, error("NoSuchKey"));
            return;
        }
        String expected = call.getRequestHeaders().getFirst("If-Match");
        if (expected != null && !expected.equals("\"" + etag(file) + "\"")) {
            send(call, 412, error("PreconditionFailed"));
            return;
        }
        call.getResponseHeaders().set("ETag", "\"" + etag(file) + "\"");
        call.getResponseHeaders().set("Last-Modified", "Sat, 28 Nov 2026 12:00:00 GMT");
        send(call, 200, Files.readAllBytes(file));
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        for (String part : String.valueOf(uri.getRawQuery()).split("&", -1)) {
            String[] sides = part.split("=", 2);
            query.put(sides[0], sides.length < 2 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private byte[] list(Map<String, String> query) throws IOException {
        String prefix = query.getOrDefault("prefix", "");
        String after = query.getOrDefault("start-after", "");
        int most = Math.min(PAGE, Integer.parseInt(query.getOrDefault("max-keys", "1000")));
        List<String> keys;
        try (Stream<Path> files = Files.walk(folder)) {
            keys = files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0)
                    .sorted()
                    .toList();
        }
        StringBuilder xml = new StringBuilder(
                "<ListBucketResult><Name>" + BUCKET + "</Name><IsTruncated>" + (keys.size() > most) + "</IsTruncated>");
        for (String key : keys.subList(0, Math.min(most, keys.size()))) {
            Path file = folder.resolve(key);
            xml.append("<Contents><Key>" + key + "</Key><LastModified>2026-11-28T12:00:00.000Z</LastModified><ETag>\""
                    + etag(file) + "\"</ETag><Size>" + Files.size(file) + "</Size></Contents>");
        }
        return xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String etag(Path file) throws IOException {
        return HexFormat.of().formatHex(Sha256.of(Files.readAllBytes(file)), 0, 16);
    }

    private static byte[] error(String code) {
        return ("<Error><Code>" + code + "</Code><Message>no</Message></Error>").getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange call, int status, byte[] body) throws IOException {
        call.getResponseHeaders().set("Content-Type", status == 200 ? "application/octet-stream" : "application/xml");
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
