package io.wellstream.augment;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wellstream.shell.KafkaSettings;
import io.wellstream.shell.StoreSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties the worker to the process: starts it, stops it, and ends the process when the worker cannot go on. */
@ApplicationScoped
public class AugmentShell {
    private static final Logger LOG = LoggerFactory.getLogger(AugmentShell.class);

    private final AugmentConfig config;
    private final KafkaSettings kafka;
    private final StoreSettings store;
    private final AugmentMeters meters;
    private volatile @Nullable RunningWorker running;

    public AugmentShell(AugmentConfig config, KafkaSettings kafka, StoreSettings store, MeterRegistry registry) {
        this.config = config;
        this.kafka = kafka;
        this.store = store;
        this.meters = new AugmentMeters(registry);
    }

    void start(@Observes StartupEvent event) throws InterruptedException {
        WorkerLimits limits = config.limits();
        String name = config.name().orElseGet(AugmentShell::hostAndProcess);
        RunningWorker worker =
                RunningWorker.wire(kafka.config(), store.config(), name, limits, meters, AugmentShell::fatal);
        running = worker;
        worker.start();
        LOG.info("augment worker started name={} kafka={} store={} {}", name, kafka.config(), store.config(), limits);
    }

    void stop(@Observes ShutdownEvent event) {
        RunningWorker stopping = running;
        running = null;
        if (stopping != null) {
            stopping.close();
        }
    }

    /** What keeps the worker from working; empty when it works. */
    List<String> waitingFor() {
        RunningWorker now = running;
        return now == null ? List.of("start") : now.waitingFor();
    }

    private static String hostAndProcess() {
        try {
            return InetAddress.getLocalHost().getHostName() + "-"
                    + ProcessHandle.current().pid();
        } catch (UnknownHostException e) {
            return "augment-" + ProcessHandle.current().pid();
        }
    }

    private static void fatal(Throwable cause) {
        LOG.error("the augment worker cannot go on and ends; restart it when the cause is mended", cause);
        Quarkus.asyncExit(1);
    }
}
