package io.wellstream.trainer.claim;

import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.RunClaim;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.trainer.checkpoint.CheckpointIndex;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import io.wellstream.wire.store.ObjectStore.Versioned;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims runs by conditional put, so that exactly one of several trainers gets a run. A claim is free if it was released,
 * or if it has not changed for {@link #FREE_AFTER} by this trainer's own clock; clocks of different machines are never
 * compared. The claim of a run that is over is not free before the run was reopened, so a trainer with an old table does not
 * start the run again.
 */
public final class Claims {
    static final Duration RENEWED_EVERY = Duration.ofSeconds(10);
    static final Duration FREE_AFTER = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    private static final String NO_CLAIM = "";

    /** A version of another trainer's claim, and the time since which it has not changed. */
    private record Sighting(String etag, long sinceNanos) {}

    private final Map<ObjectKey, Sighting> sightings = new HashMap<>();
    private final Map<String, RunRecord> lostEnds = new HashMap<>();
    private final ObjectStore store;
    private final TrainerIdentity owner;
    private final LongSupplier nanos;

    public Claims(ObjectStore store, TrainerIdentity owner) {
        this(store, owner, System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    public Claims(ObjectStore store, TrainerIdentity owner, LongSupplier nanos) {
        this.store = store;
        this.owner = owner;
        this.nanos = nanos;
    }

    /** The claim, with an attempt number higher than any before; empty while another trainer holds the run, or if it is over. */
    public synchronized Optional<Claim> tryClaim(DatasetId dataset, RunRecord record) {
        ObjectKey key = ObjectKeys.claim(dataset, new RunId(record.getRun()));
        RunClaim.Builder wanted = RunClaim.newBuilder()
                .setRun(record.getRun())
                .setOwner(owner.id())
                .setRequestedAtMs(record.getRequestedAtMs())
                .setReopened(record.getReopened());
        try {
            Optional<Versioned> now = store.read(key);
            if (now.isEmpty()) {
                return takeLost(key, dataset, record, wanted);
            }
            RunClaim held = RunClaim.parseFrom(now.get().bytes());
            return take(key, dataset, record, wanted, new Held(held, now.get().etag()));
        } catch (CorruptObjectException | InvalidProtocolBufferException e) {
            return takeDamaged(key, dataset, record, wanted, e);
        }
    }

    /** A claim that was read, and its version. */
    private record Held(RunClaim claim, String etag) {}

    private Optional<Claim> take(
            ObjectKey key, DatasetId dataset, RunRecord record, RunClaim.Builder wanted, Held now) {
        RunClaim held = now.claim();
        String etag = now.etag();
        if (!(held.getEnded() ? isOpenAgain(key, held, record, etag) : isFree(key, held, record, etag))) {
            return Optional.empty();
        }
        boolean sameRun = !isAnother(held, record) && (!held.getEnded() || isReopened(held, record));
        if (sameRun && !held.getEnded()) {
            setDeaths(wanted, held, new CheckpointIndex(store, dataset, new RunId(record.getRun())));
        }
        wanted.setAttempt(held.getAttempt() + 1)
                .setEarlierAttempts(sameRun ? held.getEarlierAttempts() : held.getAttempt());
        return take(key, wanted, Optional.of(etag));
    }

    /**
     * The last record of a run that is over, if the table of runs has shown it as under way for {@link #FREE_AFTER}: the table
     * has lost its end. Answers at most once in that time.
     */
    public synchronized Optional<RunRecord> takeLostEnd(RunId run) {
        return Optional.ofNullable(lostEnds.remove(run.name()));
    }

    /** Whether a run that is over was reopened, or only had the same name: then the broker lost its data since. */
    private boolean isOpenAgain(ObjectKey key, RunClaim ended, RunRecord record, String etag) {
        if (isAnother(ended, record) || isReopened(ended, record)) {
            return true;
        }
        boolean tableHasCaughtUp = isUnchanged(key, etag);
        if (tableHasCaughtUp && ended.hasEndedAs()) {
            sightings.remove(key);
            lostEnds.put(record.getRun(), ended.getEndedAs());
        }
        // The end of a run that an earlier version ended cannot be restored.
        return tableHasCaughtUp && !ended.hasEndedAs() && record.getReopened() == ended.getReopened();
    }

    private boolean isFree(ObjectKey key, RunClaim held, RunRecord record, String etag) {
        boolean tableIsLate = !isAnother(held, record) && record.getReopened() < held.getReopened();
        return !tableIsLate
                && (held.getReleased()
                        || (owner.isExclusive() && held.getOwner().equals(owner.id()))
                        || isUnchanged(key, etag));
    }

    /** Counts the attempt before as dead if it ended by an error or with its process, and saved no checkpoint. */
    private static void setDeaths(RunClaim.Builder wanted, RunClaim before, CheckpointIndex checkpoints) {
        boolean progress = checkpoints
                .newest()
                .map(checkpoint -> checkpoint.getAttempt() == before.getAttempt())
                .orElse(false);
        if (!progress) {
            boolean died = before.getDied() || !before.getReleased();
            wanted.setDeaths(before.getDeaths() + (died ? 1 : 0)).setLastError(before.getLastError());
        }
    }

    private static boolean isAnother(RunClaim held, RunRecord record) {
        return held.getRequestedAtMs() != 0 && held.getRequestedAtMs() != record.getRequestedAtMs();
    }

    private static boolean isReopened(RunClaim held, RunRecord record) {
        return record.getReopened() > held.getReopened();
    }

    /** Whether the claim has been of this version for {@link #FREE_AFTER}. */
    private boolean isUnchanged(ObjectKey key, String etag) {
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
        return Claim.take(store, key, wanted.build(), expected, nanos);
    }

    /** No claim: nobody has worked on the run, or the store has lost it. Then a holder has learned of that after a while. */
    private Optional<Claim> takeLost(ObjectKey key, DatasetId dataset, RunRecord record, RunClaim.Builder wanted) {
        int earlier = earlierAttempts(dataset, record);
        return earlier == 0 || isUnchanged(key, NO_CLAIM)
                ? take(key, wanted.setAttempt(earlier + 1), Optional.empty())
                : Optional.empty();
    }

    /** A claim that cannot be read. Its holder, if there is one, writes it again within {@link #FREE_AFTER}. */
    private Optional<Claim> takeDamaged(
            ObjectKey key, DatasetId dataset, RunRecord record, RunClaim.Builder wanted, Exception damage) {
        String version = store.stat(key).map(ObjectInfo::etag).orElse(NO_CLAIM);
        if (!isUnchanged(key, "damaged " + version)) {
            return Optional.empty();
        }
        LOG.warn("a claim is damaged in the store and is put again run={} reason=\"{}\"", record.getRun(), damage);
        store.delete(List.of(key));
        return take(key, wanted.setAttempt(earlierAttempts(dataset, record) + 1), Optional.empty());
    }

    /** The highest attempt that the run's record or its checkpoints know of. */
    private int earlierAttempts(DatasetId dataset, RunRecord record) {
        int recorded = Math.max(record.getAttempt(), record.getStarted().getAttempt());
        return Math.max(recorded, new CheckpointIndex(store, dataset, new RunId(record.getRun())).latestAttempt());
    }
}
