package io.wellstream.shell;

import io.quarkus.runtime.Quarkus;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.start.ServiceStart;
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
 * The lifecycle of a service in its process. The process answers probes at once; the service starts when broker and store answer.
 * An unrecoverable error ends the process with code 1. A stop that hangs is cut short, before a supervisor would kill the process.
 */
public final class ServiceLife<S extends AutoCloseable> {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLife.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(24);

    private final String name;
    private final Duration stopLimit;
    private volatile @Nullable ServiceStart starting;
    private volatile @Nullable StoreProbe probe;
    private volatile @Nullable S running;
    private volatile boolean stopped;

    /** Starts a service; may wait without limit, until it is interrupted. */
    @FunctionalInterface
    public interface Beginning<S> {
        void begin(S service) throws Exception;
    }

    /** @param name of the service in the log */
    public ServiceLife(String name) {
        this(name, STOP_LIMIT);
    }

    /** @param stopLimit how much of the 30 s after SIGTERM the service itself may use */
    public ServiceLife(String name, Duration stopLimit) {
        this.name = name;
        this.stopLimit = stopLimit;
    }

    /**
     * Returns at once.
     *
     * @param wire creates the service, once broker and store answer
     * @param beginning starts it
     */
    public void start(KafkaConfig kafka, StoreConfig store, Supplier<S> wire, Beginning<S> beginning) {
        probe = StoreProbe.of(store);
        starting = ServiceStart.begin(
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

    /** Ends the process because of an unrecoverable error. */
    public Consumer<Throwable> fatal() {
        return cause -> {
            LOG.error(
                    "the {} ends because of an unrecoverable error; restart it when the cause is resolved",
                    name,
                    cause);
            Quarkus.asyncExit(1);
        };
    }

    /** The service; empty while it waits for broker and store, and after it was stopped. */
    public Optional<S> running() {
        return Optional.ofNullable(running);
    }

    /**
     * What keeps the service from working; empty when it works.
     *
     * @param ofTheService what it lacks in addition to the object store, which is checked here
     */
    public List<String> waitingFor(Function<S, List<String>> ofTheService) {
        List<String> lacking = new ArrayList<>(waitingForItself(ofTheService));
        if (running != null && !storeAnswers()) {
            lacking.add("object store");
        }
        return lacking;
    }

    /** Whether the object store has answered lately. */
    public boolean storeAnswers() {
        StoreProbe asking = probe;
        return asking != null && asking.answers();
    }

    /** As {@link #waitingFor}, for a service that can work without the object store once it runs. */
    public List<String> waitingForItself(Function<S, List<String>> ofTheService) {
        S now = running;
        if (now != null) {
            return ofTheService.apply(now);
        }
        ServiceStart starts = starting;
        List<String> missing = starts == null || stopped ? List.of() : starts.waitingFor();
        return missing.isEmpty() ? List.of(stopped ? "stop" : "start") : missing;
    }

    /** Lets the service finish its work or hand it back. */
    public synchronized void stop() {
        stopped = true;
        endAfter(stopLimit);
        ServiceStart starts = starting;
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
                LOG.error("the {} did not stop within {} s and is killed", name, limit.toSeconds());
                Runtime.getRuntime().halt(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
