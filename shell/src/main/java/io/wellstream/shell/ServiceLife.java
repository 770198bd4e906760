package io.wellstream.shell;

import io.quarkus.runtime.Quarkus;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.start.PatientStart;
import io.wellstream.wire.store.StoreConfig;
import io.wellstream.wire.store.StoreProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service in its process, from start to stop. The process answers probes at once; the service begins when broker and store are
 * there. What it cannot go on after ends the process with code 1; a stop that hangs ends it all the same, before a supervisor
 * would.
 */
public final class ServiceLife<S extends AutoCloseable> {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLife.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(24);

    private final String name;
    private final Duration stopLimit;
    private volatile @Nullable PatientStart starting;
    private volatile @Nullable StoreProbe probe;
    private volatile @Nullable S running;
    private volatile boolean stopped;

    /** Lets a service begin; may wait for as long as it takes, until it is interrupted. */
    @FunctionalInterface
    public interface Beginning<S> {
        void begin(S service) throws Exception;
    }

    /** @param name of the service in the log */
    public ServiceLife(String name) {
        this(name, STOP_LIMIT);
    }

    /** @param stopLimit what is left to the service itself of the 30 s after SIGTERM */
    public ServiceLife(String name, Duration stopLimit) {
        this.name = name;
        this.stopLimit = stopLimit;
    }

    /**
     * Returns at once.
     *
     * @param wire puts the service together, once broker and store are there
     */
    public void start(KafkaConfig kafka, StoreConfig store, Supplier<S> wire, Beginning<S> beginning) {
        probe = StoreProbe.of(store);
        starting = PatientStart.begin(
                kafka,
                store,
                () -> {
                    S service = wire.get();
                    running = service;
                    if (stopped) {
                        stop();
                        return;
                    }
                    beginning.begin(service);
                    LOG.info("started service={} kafka={} store={}", name, kafka, store);
                },
                fatal());
    }

    /** Ends the process for a reason that no waiting mends. */
    public Consumer<Throwable> fatal() {
        return cause -> {
            LOG.error("the {} cannot go on and ends; restart it when the cause is mended", name, cause);
            Quarkus.asyncExit(1);
        };
    }

    /** The service; empty while it waits for what it needs, and once it was stopped. */
    public Optional<S> running() {
        return Optional.ofNullable(running);
    }

    /**
     * What keeps the service from working; empty when it works.
     *
     * @param ofTheService what it lacks besides the object store, which is asked here
     */
    public List<String> waitingFor(Function<S, List<String>> ofTheService) {
        S now = running;
        StoreProbe asking = probe;
        if (now != null && asking != null) {
            List<String> lacking = new ArrayList<>(ofTheService.apply(now));
            if (!asking.answers()) {
                lacking.add("object store");
            }
            return lacking;
        }
        PatientStart starts = starting;
        List<String> missing = starts == null || stopped ? List.of() : starts.waitingFor();
        return missing.isEmpty() ? List.of(stopped ? "stop" : "start") : missing;
    }

    /** Lets the service end what it has begun, or hand it back. */
    public synchronized void stop() {
        stopped = true;
        endAfter(stopLimit);
        PatientStart starts = starting;
        if (starts != null) {
            starts.close();
        }
        S stopping = running;
        running = null;
        if (stopping != null) {
            try {
                stopping.close();
            } catch (Exception e) {
                LOG.warn("the {} did not stop cleanly", name, e);
            }
        }
        StoreProbe asking = probe;
        if (asking != null) {
            asking.close();
        }
        LOG.info("stopped service={}", name);
    }

    private void endAfter(Duration limit) {
        Thread.ofPlatform().daemon().name("stop-limit").start(() -> {
            try {
                Thread.sleep(limit);
                LOG.error("the {} did not stop within {} s and is ended", name, limit.toSeconds());
                Runtime.getRuntime().halt(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
