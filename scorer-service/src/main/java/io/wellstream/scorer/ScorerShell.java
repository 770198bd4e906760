package io.wellstream.scorer;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wellstream.proto.v1.ScorerGrpc;
import io.wellstream.scorer.call.BytesInFlight;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.call.ScorerMeters;
import io.wellstream.scorer.evaluation.ControlGauges;
import io.wellstream.scorer.inference.DirectMemory;
import io.wellstream.scorer.inference.InferencePool;
import io.wellstream.shell.KafkaSettings;
import io.wellstream.shell.ServiceLife;
import io.wellstream.shell.StoreSettings;
import io.wellstream.shell.TableSettings;
import io.wellstream.wire.keys.DatasetFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the scorer with Quarkus. */
@ApplicationScoped
public class ScorerShell {
    private static final Logger LOG = LoggerFactory.getLogger(ScorerShell.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15); // calls had 12 s before

    private final ScorerConfig config;
    private final KafkaSettings kafka;
    private final StoreSettings store;
    private final TableSettings tables;
    private final ScorerMeters meters;
    private final ControlGauges controls;
    private final BytesInFlight bytes;
    private final GrpcHealthStorage health;
    private final ServiceLife<ScorerProcess> life = new ServiceLife<>("scorer", STOP_LIMIT);

    public ScorerShell(
            ScorerConfig config,
            KafkaSettings kafka,
            StoreSettings store,
            TableSettings tables,
            MeterRegistry registry,
            GrpcHealthStorage health) {
        this.config = config;
        this.kafka = kafka;
        this.store = store;
        this.tables = tables;
        this.health = health;
        this.meters = new ScorerMeters(registry);
        this.controls = new ControlGauges(registry);
        this.bytes = new BytesInFlight(
                config.bytesInFlight().orElse(Runtime.getRuntime().maxMemory() / 8));
        meters.watchBytes(bytes::held);
    }

    void start(@Observes StartupEvent event) {
        config.device().require();
        Scorer.Limits limits = limits();
        DatasetFilter datasets = DatasetFilter.of(config.datasets().orElse(Set.of()));
        ScorerProcess.Following following =
                new ScorerProcess.Following(kafka.config(), datasets, tables.kept(datasets), life.fatal());
        reportServing(false);
        life.start(
                following.kafka(),
                store.config(),
                () -> new ScorerProcess(following, store.config(), limits, meters, controls),
                scorer -> {
                    scorer.start();
                    reportServing(true);
                    LOG.info("answering calls limits={}", limits);
                });
    }

    /** Callers that check the health of this scorer go to another one; calls that still arrive are answered. */
    void stopSoon(@Observes ShutdownDelayInitiatedEvent event) {
        reportServing(false);
    }

    private void reportServing(boolean answer) {
        ServingStatus status = answer ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        health.setStatus(GrpcHealthStorage.DEFAULT_SERVICE_NAME, status);
        health.setStatus(ScorerGrpc.SERVICE_NAME, status);
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
                        config.queue(),
                        DirectMemory.limit() / 2),
                config.device());
    }

    void stop(@Observes ShutdownEvent event) {
        life.stop();
    }

    /** The scorer; refuses calls before it is ready and after it was stopped. */
    public Scorer scorer() {
        return life.running()
                .orElseThrow(() -> new ScorerException.NotReady(
                        "this scorer is not ready: it waits for " + String.join(", ", waitingFor()) + "; ask another"))
                .scorer();
    }

    /** The bytes of requests and answers that are held for all calls. */
    public BytesInFlight bytes() {
        return bytes;
    }

    /** How many calls are answered concurrently, and how many streams may be open. */
    public int calls() {
        return config.calls();
    }

    /** What keeps the scorer from answering calls for what it holds in memory; empty when it is ready. */
    List<String> waitingFor() {
        return life.waitingForItself(ScorerProcess::lacking);
    }

    /** Whether the scorer can fetch sites and models that it does not hold in memory. */
    boolean canFetch() {
        return life.storeAnswers();
    }
}
