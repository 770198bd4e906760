package io.wellstream.local.cli.link;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.jspecify.annotations.Nullable;

/** Asks a part of a system whether it answers, independently of any call. */
final class Probe implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Set<Integer> GATEWAY = Set.of(502, 504);
    private static final Map<String, Object> SOON =
            Map.of("request.timeout.ms", 2_500, "default.api.timeout.ms", 3_000, "reconnect.backoff.max.ms", 500);

    private final HttpClient http;
    private @Nullable SystemAddress known;
    private @Nullable Admin admin;

    /** What a part answered. */
    enum Answer {
        READY,
        /** It answers, but not as one that can work. */
        NOT_READY,
        /** Nothing listens there. */
        REFUSED,
        /** It did not answer in time. A loaded machine may be the reason. */
        SILENT
    }

    Probe(Credentials credentials) {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(LIMIT);
        if (credentials.trusted() != null) {
            builder.sslContext(credentials.trusted().tls());
        }
        this.http = builder.build();
    }

    Answer ask(Part part, SystemAddress address) throws InterruptedException {
        return switch (part) {
            case KAFKA -> askKafka(address);
            case STORE -> askHttp(address.http(part));
            case INGEST, TRAINER, SCORER -> askHttp(address.http(part).resolve("/q/health/ready"));
        };
    }

    private Answer askHttp(URI uri) throws InterruptedException {
        try {
            int status = http.send(HttpRequest.newBuilder(uri).timeout(LIMIT).build(), BodyHandlers.discarding())
                    .statusCode();
            return GATEWAY.contains(status) ? Answer.REFUSED : status == 503 ? Answer.NOT_READY : Answer.READY;
        } catch (ConnectException e) {
            return Answer.REFUSED;
        } catch (javax.net.ssl.SSLException e) {
            return Answer.READY; // it answers; its certificate is not the probe's to judge
        } catch (IOException e) {
            return Answer.SILENT;
        }
    }

    private synchronized Answer askKafka(SystemAddress address) throws InterruptedException {
        if (admin == null || !address.equals(known)) {
            close();
            Map<String, Object> settings = new HashMap<>(address.kafka().client(SOON));
            admin = Admin.create(settings);
            known = address;
        }
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) LIMIT.toMillis()))
                    .clusterId()
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return Answer.READY;
        } catch (TimeoutException e) {
            return Answer.SILENT;
        } catch (ExecutionException e) {
            boolean silent = e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException;
            return silent ? Answer.SILENT : Answer.READY; // e.g. not authorised: it answers
        }
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
