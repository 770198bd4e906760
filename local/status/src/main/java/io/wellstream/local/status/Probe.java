package io.wellstream.local.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wellstream.local.status.sample.Exposition;
import io.wellstream.local.status.sample.Sample;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one process whether it is ready, what it waits for, and for its metrics. */
final class Probe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final int READY = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> metrics;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build();
    private final Set<Long> onceReady = new HashSet<>();

    /** @param metrics the names of the metrics to keep */
    Probe(Set<String> metrics) {
        this.metrics = Set.copyOf(metrics);
    }

    /** The state of a process as the page shows it. */
    enum State {
        READY,
        STARTING,
        NOT_READY,
        DOWN
    }

    /**
     * A process at one moment.
     *
     * @param waitingFor what its readiness checks report as missing
     * @param memory resident bytes; empty if unknown
     * @param samples empty if it did not answer with metrics
     */
    record Observation(
            ObservedProcess process,
            State state,
            String waitingFor,
            Optional<Long> memory,
            Optional<List<Sample>> samples) {}

    Observation observe(ObservedProcess process) throws InterruptedException {
        Optional<Long> memory =
                ResidentMemory.of(process.pid()).stream().boxed().findAny();
        if (!process.alive()) {
            return new Observation(process, State.DOWN, "", memory, Optional.empty());
        }
        Optional<HttpResponse<String>> health = get(process, "/q/health/ready");
        boolean ready = health.isPresent() && health.get().statusCode() == READY;
        if (ready) {
            onceReady.add(process.pid());
        }
        State state = ready ? State.READY : onceReady.contains(process.pid()) ? State.NOT_READY : State.STARTING;
        String waitingFor =
                ready ? "" : health.map(reply -> missing(reply.body())).orElse("an answer");
        return new Observation(process, state, waitingFor, memory, samples(process));
    }

    private Optional<List<Sample>> samples(ObservedProcess process) throws InterruptedException {
        Optional<HttpResponse<String>> reply =
                get(process, "/q/metrics").filter(answer -> answer.statusCode() == READY);
        try {
            return reply.map(answer -> Exposition.parse(answer.body(), metrics::contains));
        } catch (IllegalArgumentException e) {
            LOG.warn("cannot read metrics process={}", process.name(), e);
            return Optional.empty();
        }
    }

    private Optional<HttpResponse<String>> get(ObservedProcess process, String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(process.url().resolve(path))
                .header("Accept", path.endsWith("metrics") ? "text/plain" : "application/json")
                .timeout(ANSWER_LIMIT)
                .build();
        try {
            return Optional.of(http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty(); // not listening yet, ended or too slow; its state shows that
        }
    }

    /** The data of the checks that are down. */
    private static String missing(String health) {
        List<String> missing = new ArrayList<>();
        try {
            for (JsonNode check : JSON.readTree(health).path("checks")) {
                if (!check.path("status").asText().equals("UP")) {
                    List<String> data = new ArrayList<>();
                    check.path("data").forEach(value -> data.add(value.asText()));
                    missing.add(data.isEmpty() ? check.path("name").asText() : String.join(", ", data));
                }
            }
        } catch (IOException e) {
            return "its health checks";
        }
        return String.join(", ", missing);
    }

    @Override
    public void close() {
        http.close();
    }
}
