package io.wellstream.scorer;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.shell.KafkaSettings;
import io.wellstream.shell.StoreSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties the scorer to the process: starts it, stops it, and ends the process when a table can no longer be followed. */
@ApplicationScoped
public class ScorerShell {
    private static final Logger LOG = LoggerFactory.getLogger(ScorerShell.class);

    private final ScorerConfig config;
    private final KafkaSettings kafka;
    private final StoreSettings store;
    private final ScorerMeters meters;
    private volatile @Nullable RunningScorer running;

    public ScorerShell(ScorerConfig config, KafkaSettings kafka, StoreSettings store, MeterRegistry registry) {
        this.config = config;
        this.kafka = kafka;
        this.store = store;
        this.meters = new ScorerMeters(registry);
    }

    void start(@Observes StartupEvent event) {
        Scorer.Limits limits = limits();
        RunningScorer.Following following = new RunningScorer.Following(
                kafka.config(),
                config.datasets().orElse(Set.of()).stream().map(DatasetId::new).collect(Collectors.toSet()),
                ScorerShell::fatal);
        running = RunningScorer.start(following, store.config(), limits, meters);
        LOG.info("scorer started kafka={} store={} limits={}", following.kafka(), store.config(), limits);
    }

    private Scorer.Limits limits() {
        Runtime machine = Runtime.getRuntime();
        return new Scorer.Limits(
                config.calls(),
                config.models(),
                config.cacheBytes().orElse(machine.maxMemory() / 4),
                new InferencePool.Batching(
                        config.threads().orElse(machine.availableProcessors()),
                        config.maxBatch(),
                        config.maxDelay(),
                        config.queue()));
    }

    void stop(@Observes ShutdownEvent event) {
        RunningScorer stopping = running;
        running = null;
        if (stopping != null) {
            stopping.close();
        }
    }

    /** The scorer; a call that comes before it is ready or after it was stopped is told so. */
    Scorer scorer() {
        return started().scorer();
    }

    /** What the scorer still waits for; empty when it answers. */
    List<String> waitingFor() {
        RunningScorer now = running;
        return now == null ? List.of("start") : now.waitingFor();
    }

    private RunningScorer started() {
        RunningScorer now = running;
        if (now == null) {
            throw new ScorerException.NotReady("this scorer is not running; ask another");
        }
        return now;
    }

    private static void fatal(Throwable cause) {
        LOG.error("the scorer cannot go on and ends; restart it when the cause is mended", cause);
        Quarkus.asyncExit(1);
    }
}
