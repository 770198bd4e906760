package io.wellstream.wire.store;

import static java.util.Objects.requireNonNull;

import io.wellstream.wire.keys.ObjectKey;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells readiness checks whether the object store answers: one small request with a limit of 1 s, sent at most every 4 s however
 * many checks there are.
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

    /** Whether the latest request was answered; while one caller sends a request, the others get the previous result. */
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
            requireNonNull(store.stat(ANYTHING)); // any answer will do
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
