package io.wellstream.trainer.claim;

import io.wellstream.proto.v1.RunClaim;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.Versioned;
import io.wellstream.wire.store.PatientStore;
import io.wellstream.wire.store.StoreFullException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to work on a run, renewed while it is held. Its holder calls {@link #check} before every write. The check fails
 * if another trainer could have taken the run over, even if this process was suspended for longer than a claim lasts.
 */
public final class Claim implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Claim.class);

    /** A claim renewed more recently than this cannot have expired for any other trainer. */
    private static final Duration SURELY_HELD = Claims.FREE_AFTER.minusSeconds(10);

    private final ObjectStore store;
    private final ObjectKey key;
    private final LongSupplier nanos;
    private RunClaim claim;
    private String etag;
    private long renewedAt;
    private boolean lost;
    private @Nullable Thread renewer;
    private @Nullable Error renewerEnded;

    private Claim(ObjectStore store, ObjectKey key, LongSupplier nanos, RunClaim claim, String etag, long renewedAt) {
        this.store = store;
        this.key = key;
        this.nanos = nanos;
        this.claim = claim;
        this.etag = etag;
        this.renewedAt = renewedAt;
    }

    static Optional<Claim> take(
            ObjectStore store, ObjectKey key, RunClaim wanted, Optional<String> expected, LongSupplier nanos) {
        RunClaim claim =
                wanted.toBuilder().setRenewedAtMs(System.currentTimeMillis()).build();
        long now = nanos.getAsLong();
        ObjectStore patient = new PatientStore(store, new FullDisk(key));
        return put(store, key, claim, expected).map(etag -> new Claim(patient, key, nanos, claim, etag, now));
    }

    /**
     * A claim cannot be renewed while the store is full to the last byte. No other trainer can take it then, so its holder waits.
     */
    private record FullDisk(ObjectKey claim) implements PatientStore.Waiting {
        @Override
        public void waits(StoreFullException full) {
            LOG.warn("claim not renewed object={} reason=\"{}\"", claim, full.awaited());
        }

        @Override
        public void goesOn() {
            LOG.info("claim renewed object={}", claim);
        }
    }

    public RunId run() {
        return new RunId(claim.getRun());
    }

    /** Counts the claims on the run from 1; higher than that of every earlier holder. */
    public int attempt() {
        return claim.getAttempt();
    }

    /** Whether an earlier run had this name, and the table of runs does not know it any more. */
    public boolean isOfReusedName() {
        return claim.getEarlierAttempts() > 0;
    }

    /** How many attempts in a row died before this one, without a checkpoint. */
    public int deaths() {
        return claim.getDeaths();
    }

    /** What the last of them died of; empty if no process could say. */
    public String lastError() {
        return claim.getLastError();
    }

    /** Records that this attempt dies of an error, for the attempt after it; {@link #close} writes it. */
    public synchronized void diesOf(Throwable error) {
        claim = claim.toBuilder().setDied(true).setLastError(error.toString()).build();
    }

    /** Starts a thread that renews the claim every ten seconds until it is closed. */
    public void keepRenewing() {
        keepRenewing(Claims.RENEWED_EVERY);
    }

    synchronized void keepRenewing(Duration every) {
        renewer = Thread.ofPlatform().daemon().name("claim-" + claim.getRun()).start(() -> renewUntilClosed(every));
    }

    /**
     * Returns only while no other trainer can hold the run.
     *
     * @throws ClaimLostException if another trainer holds the run, or has held it
     * @throws Error if the thread that renews the claim has ended with it: the process cannot be trusted to keep the run
     */
    public synchronized void check() {
        if (renewerEnded != null) {
            throw renewerEnded;
        }
        if (!lost && mayHaveExpired()) {
            renew();
        }
        if (lost) {
            throw new ClaimLostException(run(), attempt());
        }
    }

    /** Compares both clocks: the monotonic one is the exact one, but it does not advance while the machine is suspended. */
    private boolean mayHaveExpired() {
        long wallMs = Math.abs(System.currentTimeMillis() - claim.getRenewedAtMs());
        return nanos.getAsLong() - renewedAt > SURELY_HELD.toNanos() || wallMs > SURELY_HELD.toMillis();
    }

    /** Writes a new version of the claim, so that others see that its holder is alive. */
    synchronized void renew() {
        if (!lost) {
            write(claim.toBuilder().setRenewals(claim.getRenewals() + 1).build());
        }
    }

    /**
     * Marks the run as over, so that no trainer can claim it again unless it is reopened.
     *
     * @param as the run's last record
     */
    public synchronized void end(RunRecord as) {
        giveUp(claim.toBuilder().setEnded(true).setEndedAs(as).build());
    }

    /** Releases the run, so that the next trainer can take it at once, unless it is over. */
    @Override
    public synchronized void close() {
        boolean interrupted = Thread.interrupted(); // an interrupt must not prevent the release
        try {
            giveUp(claim.toBuilder().setReleased(true).build());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void giveUp(RunClaim last) {
        if (renewer != null) {
            renewer.interrupt();
        }
        if (!lost) {
            write(last);
            lost = true;
        }
    }

    private void write(RunClaim next) {
        RunClaim stamped =
                next.toBuilder().setRenewedAtMs(System.currentTimeMillis()).build();
        long now = nanos.getAsLong();
        Optional<String> written = put(store, key, stamped, Optional.of(etag));
        if (written.isEmpty()) {
            lost = true;
        } else {
            claim = stamped;
            etag = written.get();
            renewedAt = now;
        }
    }

    /**
     * Returns the claim's new version. If the answer to a successful put is lost and its repetition is refused, the stored
     * bytes show that the put succeeded.
     */
    private static Optional<String> put(ObjectStore store, ObjectKey key, RunClaim claim, Optional<String> expected) {
        byte[] bytes = claim.toByteArray();
        Optional<String> put = store.replace(key, bytes, expected);
        if (put.isPresent()) {
            return put;
        }
        try {
            return store.read(key)
                    .filter(now -> Arrays.equals(now.bytes(), bytes))
                    .map(Versioned::etag);
        } catch (CorruptObjectException e) {
            return Optional.empty();
        }
    }

    private void renewUntilClosed(Duration every) {
        try {
            while (true) {
                Thread.sleep(every);
                renewIfPossible();
            }
        } catch (InterruptedException e) {
            // closed
        } catch (Error e) {
            LOG.error(
                    "claim no longer renewed: its thread ended, and so does the attempt at the run object={}", key, e);
            renewerEnds(e);
        }
    }

    private synchronized void renewerEnds(Error error) {
        renewerEnded = error;
    }

    /**
     * An outage of the store does not end the renewal: its holder works on after the outage, and would lose a claim that nobody renews.
     * During the outage, check() gets the same error on its own thread, before the next write.
     */
    private void renewIfPossible() {
        try {
            renew();
        } catch (RuntimeException e) {
            LOG.warn("claim not renewed, and tried again object={} reason=\"{}\"", key, e.getMessage());
        }
    }
}
