package io.wellstream.wire.store;

import static java.util.Objects.requireNonNull;

import io.wellstream.wire.keys.ObjectKey;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says whether the object store answers us, for readiness checks: it asks for one small thing, does not wait long, and asks no
 * oftener than every few seconds, however many want to know.
 */
public final class StoreProbe implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration GOOD_FOR = Duration.ofSeconds(4);
    private static final ObjectKey ANYTHING = new ObjectKey("readiness-probe");

    private final ObjectStore store;
    private final ReentrantLock asking = new ReentrantLock();
    private final LongSupplier nanoClock;
    private volatile @Nullable Answer last;

    private record Answer(boolean answers, long at) {}

    StoreProbe(ObjectStore store, LongSupplier nanoClock) {
        this.store = store;
        this.nanoClock = nanoClock;
    }

    public static StoreProbe of(StoreConfig config) {
        return new StoreProbe(ObjectStore.connect(config.withDeadline(LIMIT)), System::nanoTime);
    }

    /** Whether it answered when it was asked last; while one caller asks, the others get the answer before. */
    public boolean answers() {
        Answer known = last;
        boolean stale = known == null || nanoClock.getAsLong() - known.at() >= GOOD_FOR.toNanos();
        if (stale && asking.tryLock()) {
            try {
                known = new Answer(ask(), nanoClock.getAsLong());
                last = known;
            } finally {
                asking.unlock();
            }
        }
        return known != null && known.answers();
    }

    private boolean ask() {
        try {
            requireNonNull(store.stat(ANYTHING)); // an answer, whatever it is
            return true;
        } catch (StoreUnavailableException | StoreRefusedException e) {
            return false;
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
