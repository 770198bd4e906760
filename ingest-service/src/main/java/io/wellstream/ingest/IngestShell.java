package io.wellstream.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wellstream.shell.KafkaSettings;
import io.wellstream.shell.StoreSettings;
import io.wellstream.wire.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties the service to Quarkus's start and stop. */
@ApplicationScoped
public class IngestShell {
    private static final Logger LOG = LoggerFactory.getLogger(IngestShell.class);

    private final KafkaSettings kafka;
    private final IngestService service;
    private final AtomicBoolean broken = new AtomicBoolean();

    public IngestShell(KafkaSettings kafka, StoreSettings store, IngestConfig config, MeterRegistry registry) {
        this.kafka = kafka;
        this.service =
                IngestService.wire(kafka.config(), store.config(), config, new IngestMeters(registry), this::fatal);
    }

    void start(@Observes StartupEvent event) throws InterruptedException {
        Topics.ensure(kafka.config());
        service.start();
        LOG.info("ingest ready kafka={}", kafka.config());
    }

    void stop(@Observes ShutdownEvent event) {
        service.close();
    }

    IngestService service() {
        return service;
    }

    /** What keeps a job asked for now from running; empty when it would run. */
    List<String> waitingFor() {
        return broken.get() ? List.of("restart") : service.waitingFor();
    }

    private void fatal(Throwable failure) {
        LOG.error("a table cannot be followed; the service ends", failure);
        broken.set(true);
        Quarkus.asyncExit(1);
    }
}
