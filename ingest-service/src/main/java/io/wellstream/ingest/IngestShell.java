package io.wellstream.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wellstream.ingest.flow.IngestFlow;
import io.wellstream.ingest.flow.IngestMeters;
import io.wellstream.ingest.source.Sources;
import io.wellstream.shell.KafkaSettings;
import io.wellstream.shell.ServiceLife;
import io.wellstream.shell.StoreSettings;
import io.wellstream.shell.TableSettings;
import io.wellstream.wire.keys.DatasetFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.ServiceUnavailableException;
import java.util.List;

/** Starts and stops ingest with the Quarkus application. */
@ApplicationScoped
public class IngestShell {
    private final KafkaSettings kafka;
    private final StoreSettings store;
    private final TableSettings tables;
    private final IngestConfig config;
    private final IngestMeters meters;
    private final ServiceLife<IngestProcess> life = new ServiceLife<>("ingest service");

    public IngestShell(
            KafkaSettings kafka,
            StoreSettings store,
            TableSettings tables,
            IngestConfig config,
            MeterRegistry registry) {
        this.kafka = kafka;
        this.store = store;
        this.tables = tables;
        this.config = config;
        this.meters = new IngestMeters(registry);
    }

    void start(@Observes StartupEvent event) {
        IngestFlow.Limits unused = config.limits(); // reports a value out of range now, before the broker is available
        DatasetFilter unusedFilter = config.filter();
        Sources unusedToo = ConfiguredSources.of(config, store.config());
        life.start(
                kafka.config(),
                store.config(),
                () -> IngestProcess.wire(
                        kafka.config(), store.config(), tables.kept(config.filter()), config, meters, life.fatal()),
                IngestProcess::start);
    }

    void stop(@Observes ShutdownEvent event) {
        life.stop();
    }

    /** The running process. Before it can run jobs, and after it has stopped, the caller gets HTTP status 503. */
    public IngestProcess process() {
        return life.running()
                .filter(service -> service.waitingFor().isEmpty())
                .orElseThrow(() -> new ServiceUnavailableException(
                        "the ingest service is waiting for " + String.join(", ", waitingFor())));
    }

    /** What must be ready before jobs can run, and is not. */
    List<String> waitingFor() {
        return life.waitingFor(IngestProcess::waitingFor);
    }
}
