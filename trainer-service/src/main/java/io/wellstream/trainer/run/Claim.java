package io.wellstream.trainer.run;

import io.wellstream.proto.v1.RunClaim;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.Versioned;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The right to work on a run, renewed while it is held. {@link #check} goes before every side effect: it never lets pass
 * a holder whom another could have replaced, not even after the process was stopped for longer than a claim lasts.
 */
public final class Claim implements AutoCloseable {
    /** Younger than this no other trainer can have seen the claim stand still for long enough. */
    private static final Duration SURELY_HELD = Claims.FREE_AFTER.minusSeconds(10);

    private final ObjectStore store;
    private final ObjectKey key;
    private final LongSupplier nanos;
    private RunClaim claim;
    private String etag;
    private long renewedAt;
    private boolean lost;
    private @Nullable Thread renewer;

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
        return put(store, key, claim, expected).map(etag -> new Claim(store, key, nanos, claim, etag, now));
    }

    public RunId run() {
        return new RunId(claim.getRun());
    }

    /** From 1; higher than that of whoever held the run before. */
    public int attempt() {
        return claim.getAttempt();
    }

    /** Renews the claim every ten seconds until it is closed, on a thread of its own. */
    public synchronized void keepRenewing() {
        renewer = Thread.ofPlatform().daemon().name("claim-" + claim.getRun()).start(this::renewUntilClosed);
    }

    /**
     * Returns only while no other trainer can hold the run.
     *
     * @throws ClaimLostException if another does, or did
     */
    public synchronized void check() {
        if (!lost && nanos.getAsLong() - renewedAt > SURELY_HELD.toNanos()) {
            renew();
        }
        if (lost) {
            throw new ClaimLostException(run(), attempt());
        }
    }

    /** Moves the claim on, so that others see it alive. */
    synchronized void renew() {
        if (!lost) {
            write(claim.toBuilder().setRenewals(claim.getRenewals() + 1).build());
        }
    }

    /** Lets nobody take the run again, because it is over. */
    public synchronized void end() {
        giveUp(claim.toBuilder().setEnded(true).build());
    }

    /** Lets the next trainer take the run at once, unless it is over. */
    @Override
    public synchronized void close() {
        boolean interrupted = Thread.interrupted(); // whoever is interrupted has the more reason to let go
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

    /** The claim's new version; a put whose answer was lost, and whose repetition was refused, is known by its bytes. */
    private static Optional<String> put(ObjectStore store, ObjectKey key, RunClaim claim, Optional<String> expected) {
        byte[] bytes = claim.toByteArray();
        Optional<String> put = store.replace(key, bytes, expected);
        if (put.isPresent()) {
            return put;
        }
        return store.read(key).filter(now -> Arrays.equals(now.bytes(), bytes)).map(Versioned::etag);
    }

    private void renewUntilClosed() {
        try {
            while (true) {
                Thread.sleep(Claims.RENEWED_EVERY);
                renew();
            }
        } catch (InterruptedException e) {
            // closed
        } catch (RuntimeException e) {
            // The store is away: check() meets the same error on its own thread, before its next side effect.
            Thread.currentThread().interrupt();
        }
    }
}
