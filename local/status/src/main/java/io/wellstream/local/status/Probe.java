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

/** Looks at one process: is it ready, what does it wait for, what does it show of itself. */
final class Probe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final int READY = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> metrics;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build();
    private final Set<Long> onceReady = new HashSet<>();

    /** @param metrics the names of those that are kept */
    Probe(Set<String> metrics) {
        this.metrics = Set.copyOf(metrics);
    }

    /** How a process is, in the words of the page. */
    enum State {
        READY,
        STARTING,
        NOT_READY,
        DOWN
    }

    /**
     * A process at one moment.
     *
     * @param waitingFor what its readiness check says that it lacks
     * @param memory bytes resident; absent if nobody can tell
     * @param samples empty if its metrics were not to be had
     */
    record Seen(
            ObservedProcess process,
            State state,
            String waitingFor,
            Optional<Long> memory,
            Optional<List<Sample>> samples) {}

    Seen look(ObservedProcess process) throws InterruptedException {
        Optional<Long> memory =
                ResidentMemory.of(process.pid()).stream().boxed().findAny();
        if (!process.alive()) {
            return new Seen(process, State.DOWN, "", memory, Optional.empty());
        }
        Optional<HttpResponse<String>> health = get(process, "/q/health/ready");
        boolean ready = health.isPresent() && health.get().statusCode() == READY;
        if (ready) {
            onceReady.add(process.pid());
        }
        State state = ready ? State.READY : onceReady.contains(process.pid()) ? State.NOT_READY : State.STARTING;
        String waitingFor =
                ready ? "" : health.map(reply -> lacking(reply.body())).orElse("an answer");
        return new Seen(process, state, waitingFor, memory, samples(process));
    }

    private Optional<List<Sample>> samples(ObservedProcess process) throws InterruptedException {
        Optional<HttpResponse<String>> reply =
                get(process, "/q/metrics").filter(answer -> answer.statusCode() == READY);
        try {
            return reply.map(answer -> Exposition.parse(answer.body(), metrics::contains));
        } catch (IllegalArgumentException e) {
            LOG.warn("metrics not understood process={}", process.name(), e);
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
            return Optional.empty(); // not listening yet, or gone, or too slow: its state says so
        }
    }

    /** What the checks that are down say of themselves. */
    private static String lacking(String health) {
        List<String> lacking = new ArrayList<>();
        try {
            for (JsonNode check : JSON.readTree(health).path("checks")) {
                if (!check.path("status").asText().equals("UP")) {
                    List<String> data = new ArrayList<>();
                    check.path("data").forEach(value -> data.add(value.asText()));
                    lacking.add(data.isEmpty() ? check.path("name").asText() : String.join(", ", data));
                }
            }
        } catch (IOException e) {
            return "its checks";
        }
        return String.join(", ", lacking);
    }

    @Override
    public void close() {
        http.close();
    }
}
