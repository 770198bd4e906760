package io.wellstream.trainer.claim;

import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.RunClaim;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.Versioned;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Claims runs by conditional put, so that exactly one of several trainers gets a run. A claim is free if it was released,
 * or if it has not changed for {@link #FREE_AFTER} by this trainer's own clock; clocks of different machines are never
 * compared. The claim of a run that is over is not free before the run was reopened, so a trainer with an old table does not
 * start the run again.
 */
public final class Claims {
    static final Duration RENEWED_EVERY = Duration.ofSeconds(10);
    static final Duration FREE_AFTER = Duration.ofSeconds(30);

    /** A version of another trainer's claim, and the time since which it has not changed. */
    private record Sighting(String etag, long sinceNanos) {}

    private final Map<ObjectKey, Sighting> sightings = new HashMap<>();
    private final ObjectStore store;
    private final TrainerIdentity owner;
    private final LongSupplier nanos;

    public Claims(ObjectStore store, TrainerIdentity owner) {
        this(store, owner, System::nanoTime);
    }

    Claims(ObjectStore store, TrainerIdentity owner, LongSupplier nanos) {
        this.store = store;
        this.owner = owner;
        this.nanos = nanos;
    }

    /**
     * The claim, with an attempt number higher than any before; empty while another trainer holds the run, or if it is over.
     *
     * @param reopened how often the run was reopened after its end, as far as the caller knows
     */
    public synchronized Optional<Claim> tryClaim(DatasetId dataset, RunId run, int reopened) {
        ObjectKey key = ObjectKeys.claim(dataset, run);
        Optional<Versioned> now = store.read(key);
        RunClaim.Builder wanted =
                RunClaim.newBuilder().setRun(run.name()).setAttempt(1).setReopened(reopened);
        if (now.isEmpty()) {
            return take(key, wanted, Optional.empty());
        }
        RunClaim held = parse(key, now.get().bytes());
        boolean over = reopened < held.getReopened() || (held.getEnded() && reopened == held.getReopened());
        if (over || !(held.getEnded() || isFree(key, held, now.get().etag()))) {
            return Optional.empty();
        }
        return take(
                key,
                wanted.setAttempt(held.getAttempt() + 1),
                Optional.of(now.get().etag()));
    }

    private boolean isFree(ObjectKey key, RunClaim held, String etag) {
        if (held.getReleased() || (owner.isExclusive() && held.getOwner().equals(owner.id()))) {
            return true;
        }
        long now = nanos.getAsLong();
        Sighting sighting = sightings.get(key);
        if (sighting == null || !sighting.etag().equals(etag)) {
            sightings.put(key, new Sighting(etag, now));
            return false;
        }
        return now - sighting.sinceNanos() >= FREE_AFTER.toNanos();
    }

    private Optional<Claim> take(ObjectKey key, RunClaim.Builder wanted, Optional<String> expected) {
        sightings.remove(key);
        return Claim.take(store, key, wanted.setOwner(owner.id()).build(), expected, nanos);
    }

    private static RunClaim parse(ObjectKey key, byte[] bytes) {
        try {
            return RunClaim.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "object " + key + " is not a claim; delete it if its run is not being trained", e);
        }
    }
}
