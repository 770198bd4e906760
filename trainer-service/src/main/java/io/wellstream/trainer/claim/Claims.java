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
 * compared. The claim of a run that is over is never free, so a trainer with an old table does not start the run again.
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

    /** The claim, with an attempt number higher than any before; empty while another trainer holds the run. */
    public synchronized Optional<Claim> tryClaim(DatasetId dataset, RunId run) {
        ObjectKey key = ObjectKeys.claim(dataset, run);
        Optional<Versioned> now = store.read(key);
        if (now.isEmpty()) {
            return take(key, run, 1, Optional.empty());
        }
        RunClaim held = parse(key, now.get().bytes());
        if (!isFree(key, held, now.get().etag())) {
            return Optional.empty();
        }
        return take(key, run, held.getAttempt() + 1, Optional.of(now.get().etag()));
    }

    private boolean isFree(ObjectKey key, RunClaim held, String etag) {
        if (held.getEnded()) {
            return false;
        }
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

    private Optional<Claim> take(ObjectKey key, RunId run, int attempt, Optional<String> expected) {
        sightings.remove(key);
        RunClaim claim = RunClaim.newBuilder()
                .setRun(run.name())
                .setAttempt(attempt)
                .setOwner(owner.id())
                .build();
        return Claim.take(store, key, claim, expected, nanos);
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
