package io.wellstream.ingest.flow;

import io.wellstream.ingest.flow.PreparedSite.NamedBytes;
import io.wellstream.ingest.flow.PreparedSite.Whole;
import io.wellstream.wire.Trace;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.MissingObjectException;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores sites: all originals first, the planes last, so that planes in the store imply that their originals are stored. Puts run on
 * virtual threads, a limited number at a time. An object that is already stored is not sent again, unless it is verified and the store
 * returns other bytes than it was given.
 */
final class WellStorage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WellStorage.class);

    private final ObjectStore store;
    private final IngestMeters meters;
    private final Semaphore puts;
    private final Look look;
    private final ExecutorService threads = Trace.across(Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("ingest-put-", 0).factory()));

    /** How to look for each object before it is sent. */
    enum Look {
        /** Not at all: nothing is stored yet. */
        NOT,
        /** Compare the digest that the store recorded. */
        AT_RECORD,
        /** Read the stored bytes, and replace them if they are damaged. */
        AT_BYTES
    }

    /** @param atOnce how many puts run at a time */
    WellStorage(ObjectStore store, IngestMeters meters, int atOnce, Look look) {
        this.store = store;
        this.meters = meters;
        this.puts = new Semaphore(atOnce);
        this.look = look;
    }

    /**
     * Stores a site and returns how many of its objects are new.
     *
     * @throws io.wellstream.wire.store.ObjectConflictException if an object is stored with other bytes
     */
    int put(Whole site) throws InterruptedException {
        List<Future<Boolean>> originals = new ArrayList<>();
        for (NamedBytes original : site.originals()) {
            originals.add(threads.submit(() -> put(original)));
        }
        int created = 0;
        for (Future<Boolean> original : originals) {
            created += done(original) ? 1 : 0;
        }
        return created + (put(site.planes()) ? 1 : 0);
    }

    private boolean put(NamedBytes object) throws InterruptedException {
        puts.acquire();
        try {
            return meters.putting(object.bytes().length, () -> !isThere(object) && create(object));
        } finally {
            puts.release();
        }
    }

    private boolean isThere(NamedBytes object) {
        return switch (look) {
            case NOT -> false;
            case AT_RECORD -> wasPut(object);
            case AT_BYTES -> isWhole(object);
        };
    }

    /** Whether the store recorded that it was given these bytes. */
    private boolean wasPut(NamedBytes object) {
        return store.stat(object.key())
                .flatMap(ObjectStore.ObjectInfo::sha256)
                .filter(Sha256.hexOf(object.bytes())::equals)
                .isPresent();
    }

    /**
     * Whether the store returns these bytes. If it was given them and returns others, or none although it answers, the object is deleted
     * and can be put again.
     */
    private boolean isWhole(NamedBytes object) {
        try {
            return store.get(object.key().refTo(object.bytes())).length == object.bytes().length;
        } catch (MissingObjectException e) {
            return false;
        } catch (CorruptObjectException | StoreUnavailableException e) {
            if (wasPut(object)) { // not an outage: the store answers
                LOG.warn("an object is damaged in the store and is put again reason=\"{}\"", e.getMessage());
                store.delete(List.of(object.key()));
            }
            return false;
        }
    }

    private boolean create(NamedBytes object) {
        return store.putIfAbsent(object.key(), object.bytes()).created();
    }

    private static boolean done(Future<Boolean> put) throws InterruptedException {
        try {
            return put.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException known -> throw known;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
