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
 * Starts a service beside its process: waits for broker and object store for as long as it takes, so that all may be started in
 * any order, then lets the service begin, then watches the broker. What no waiting mends ends the process.
 */
public final class PatientStart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PatientStart.class);
    private static final Duration ONE_TRY = Duration.ofMillis(1);

    /** Something that may fail for a while. */
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

    private PatientStart(KafkaConfig kafka, StoreConfig store, Attempt service, Consumer<Throwable> onFatal) {
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
     * Begins to wait and returns at once.
     *
     * @param service starts the service; called once, when broker and store answer, the topics are as they must be and the bucket
     *     is there
     * @param onFatal hears of what nobody can wait for; the process should end with a non-zero code
     */
    public static PatientStart begin(
            KafkaConfig kafka, StoreConfig store, Attempt service, Consumer<Throwable> onFatal) {
        PatientStart start = new PatientStart(kafka, store, service, onFatal);
        start.threads.forEach(Thread::start);
        return start;
    }

    /** What is not there yet, each with its address; empty once the service was let begin. */
    public List<String> waitingFor() {
        synchronized (missing) {
            return missing.entrySet().stream()
                    .map(need -> need.getKey() + " at " + need.getValue())
                    .toList();
        }
    }

    /** Waits and watches no longer. */
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
        Backoff backoff = Backoff.forEver();
        long began = System.nanoTime();
        boolean told = false;
        while (!made(need, attempt, told)) {
            told = true;
            boolean unused = backoff.pause();
        }
        if (told) {
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

    /** Whether the attempt went well; tells of the first that did not, and of no other. */
    private boolean made(String need, Attempt attempt, boolean told) throws Exception {
        try {
            attempt.make();
            return true;
        } catch (RuntimeException e) {
            if (!Outage.mayPass(e)) {
                throw e;
            }
            if (!told) {
                LOG.warn("waiting for {} reason=\"{}\"", need, e.getMessage());
            }
            return false;
        }
    }

    private Thread thread(String name, Attempt work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            try {
                work.make();
            } catch (Throwable t) { // an Error too: nobody else would hear of it
                if (!closed) {
                    onFatal.accept(t);
                }
            }
        });
    }
}
