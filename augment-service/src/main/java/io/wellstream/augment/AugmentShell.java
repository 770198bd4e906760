package io.wellstream.augment;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wellstream.shell.KafkaSettings;
import io.wellstream.shell.ServiceLife;
import io.wellstream.shell.StoreSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the worker with its process. */
@ApplicationScoped
public class AugmentShell {
    private static final Logger LOG = LoggerFactory.getLogger(AugmentShell.class);

    private final AugmentConfig config;
    private final KafkaSettings kafka;
    private final StoreSettings store;
    private final AugmentMeters meters;
    private final ServiceLife<AugmentProcess> life = new ServiceLife<>("augment worker");

    public AugmentShell(AugmentConfig config, KafkaSettings kafka, StoreSettings store, MeterRegistry registry) {
        this.config = config;
        this.kafka = kafka;
        this.store = store;
        this.meters = new AugmentMeters(registry);
    }

    void start(@Observes StartupEvent event) {
        WorkerLimits limits = config.limits();
        String name = config.name().orElseGet(AugmentShell::hostAndProcess);
        life.start(
                kafka.config(),
                store.config(),
                () -> AugmentProcess.wire(kafka.config(), store.config(), name, limits, meters, life.fatal()),
                worker -> {
                    worker.start();
                    LOG.info("taking requests name={} {}", name, limits);
                });
    }

    void stop(@Observes ShutdownEvent event) {
        life.stop();
    }

    /** What keeps the worker from working; empty when it works. */
    List<String> waitingFor() {
        return life.waitingFor(AugmentProcess::waitingFor);
    }

    private static String hostAndProcess() {
        try {
            return InetAddress.getLocalHost().getHostName() + "-"
                    + ProcessHandle.current().pid();
        } catch (UnknownHostException e) {
            return "augment-" + ProcessHandle.current().pid();
        }
    }
}
