package io.wellstream.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wellstream.ingest.flow.IngestFlow;
import io.wellstream.ingest.flow.IngestMeters;
import io.wellstream.shell.KafkaSettings;
import io.wellstream.shell.ServiceLife;
import io.wellstream.shell.StoreSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.ServiceUnavailableException;
import java.util.List;

/** Ties the service to the process. */
@ApplicationScoped
public class IngestShell {
    private final KafkaSettings kafka;
    private final StoreSettings store;
    private final IngestConfig config;
    private final IngestMeters meters;
    private final ServiceLife<IngestProcess> life = new ServiceLife<>("ingest service");

    public IngestShell(KafkaSettings kafka, StoreSettings store, IngestConfig config, MeterRegistry registry) {
        this.kafka = kafka;
        this.store = store;
        this.config = config;
        this.meters = new IngestMeters(registry);
    }

    void start(@Observes StartupEvent event) {
        IngestFlow.Limits unused = config.limits(); // what is out of range is told of now, not when the broker is there
        life.start(
                kafka.config(),
                store.config(),
                () -> IngestProcess.wire(kafka.config(), store.config(), config, meters, life.fatal()),
                IngestProcess::start);
    }

    void stop(@Observes ShutdownEvent event) {
        life.stop();
    }

    /** The service; a caller that comes too early or too late is told to come again. */
    public IngestProcess process() {
        return life.running()
                .filter(service -> service.waitingFor().isEmpty())
                .orElseThrow(() -> new ServiceUnavailableException(
                        "the ingest service waits for " + String.join(", ", waitingFor())));
    }

    /** What keeps jobs from running; empty when they would run. */
    List<String> waitingFor() {
        return life.waitingFor(IngestProcess::waitingFor);
    }
}
