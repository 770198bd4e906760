package io.wellstream.wire.start;

import static java.util.Objects.requireNonNull;

import io.wellstream.wire.Backoff;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a service in the background of its process: waits without limit for broker and object store, so that everything can be
 * started in any order, then starts the service, and watches the broker from then on. Unrecoverable errors end the process.
 */
public final class ServiceStart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceStart.class);
    private static final Duration ONE_TRY = Duration.ofMillis(1);

    /** Work that may fail while broker or store are unavailable. */
    @FunctionalInterface
    public interface Attempt {
        void make() throws Exception;
    }

    private final KafkaConfig kafka;
    private final StoreConfig store;
    private final ObjectStore bucket;
    private final Attempt service;
    private final Consumer<Throwable> onFatal;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, String> missing = new TreeMap<>();
    private final CountDownLatch found = new CountDownLatch(2);
    private volatile @Nullable Admin admin;
    private volatile @Nullable BrokerWatch watch;
    private volatile boolean closed;

    private ServiceStart(KafkaConfig kafka, StoreConfig store, Attempt service, Consumer<Throwable> onFatal) {
        this.kafka = kafka;
        this.store = store;
        this.bucket = ObjectStore.connect(store.withDeadline(ONE_TRY));
        this.service = service;
        this.onFatal = onFatal;
        missing.put("broker", kafka.toString());
        missing.put("object store", store.endpoint().toString());
        threads.add(thread("await-broker", () -> find("broker", this::findBroker)));
        threads.add(thread("await-store", () -> find("object store", bucket::createBucketIfAbsent)));
        threads.add(thread("start", this::start));
    }

    /**
     * Starts to wait and returns at once.
     *
     * @param service starts the service; called once, when broker and store answer, the topics have the right settings and the
     *     bucket exists
     * @param onFatal receives an error that waiting cannot resolve; the process should end with a non-zero code
     */
    public static ServiceStart begin(
            KafkaConfig kafka, StoreConfig store, Attempt service, Consumer<Throwable> onFatal) {
        ServiceStart start = new ServiceStart(kafka, store, service, onFatal);
        start.threads.forEach(Thread::start);
        return start;
    }

    /** What does not answer yet, each with its address; empty once the service has been started. */
    public List<String> waitingFor() {
        synchronized (missing) {
            return missing.entrySet().stream()
                    .map(need -> need.getKey() + " at " + need.getValue())
                    .toList();
        }
    }

    /** Stops waiting and watching. */
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        BrokerWatch watching = watch;
        if (watching != null) {
            watching.close();
        }
        Admin asking = admin;
        if (asking != null) {
            asking.close(Duration.ZERO);
        }
        bucket.close();
    }

    private void start() throws Exception {
        found.await();
        BrokerWatch watching = BrokerWatch.start(requireNonNull(admin), onFatal);
        watch = watching;
        try (ObjectStore objects = ObjectStore.connect(store)) {
            TableIdentities.check(objects, watching.topics());
        }
        service.make();
    }

    private void findBroker() {
        Admin asking = admin;
        if (asking == null) {
            asking = Admin.create(kafka.client(Map.of()));
            admin = asking;
        }
        Topics.ensure(asking, kafka, Topics.all());
    }

    private void find(String need, Attempt attempt) throws Exception {
        Backoff backoff = Backoff.withoutDeadline();
        long began = System.nanoTime();
        boolean reported = false;
        while (!succeeds(need, attempt, reported)) {
            reported = true;
            boolean unused = backoff.pause();
        }
        if (reported) {
            LOG.info(
                    "found {} after_s={}",
                    need,
                    Duration.ofNanos(System.nanoTime() - began).toSeconds());
        }
        synchronized (missing) {
            missing.remove(need);
        }
        found.countDown();
    }

    /** Whether the attempt succeeded; logs the first failure only. */
    private boolean succeeds(String need, Attempt attempt, boolean reported) throws Exception {
        try {
            attempt.make();
            return true;
        } catch (RuntimeException e) {
            if (!TransientFailure.matches(e)) {
                throw e;
            }
            if (!reported) {
                LOG.warn("waiting for {} reason=\"{}\"", need, e.getMessage());
            }
            return false;
        }
    }

    private Thread thread(String name, Attempt work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            try {
                work.make();
            } catch (Throwable t) { // an Error too: nothing else would report it
                if (!closed) {
                    onFatal.accept(t);
                }
            }
        });
    }
}
