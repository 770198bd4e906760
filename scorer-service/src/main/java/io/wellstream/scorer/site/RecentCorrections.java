package io.wellstream.scorer.site;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.call.StoredObjects;
import io.wellstream.wire.illumination.PlateCorrection;
import io.wellstream.wire.illumination.PlateCorrections;
import io.wellstream.wire.illumination.PlateSites;
import io.wellstream.wire.illumination.UncorrectablePlateException;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.WellKeys;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The corrections of the illumination of plates of ingested wells. A plate that has no correction yet, as it has its sites now, gets
 * one. Those used last stay in memory. Safe for several threads.
 */
public final class RecentCorrections {
    private static final int MOST = 64;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Screens screens;
    private final PlateCorrections corrections;
    private final Map<ObjectKey, PlateCorrection> recent = new LinkedHashMap<>(MOST, 0.75f, true); // guarded by itself
    private final ReentrantLock turn = new ReentrantLock();

    /** @param threads that compute the correction of a plate */
    public RecentCorrections(Screens screens, StoredObjects store, int threads) {
        this.screens = screens;
        this.corrections = new PlateCorrections(new CallObjects(store), threads);
    }

    public Screens screens() {
        return screens;
    }

    /** The correction of a plate; ends the call if there can be none. */
    PlateCorrection of(DatasetId dataset, PlateId plate, Call call) {
        List<WellIngested> wells = screens.wells(dataset, plate.experiment()).stream()
                .filter(well -> WellKeys.wellOf(well.getWell()).plate().equals(plate))
                .toList();
        PlateSites sites = PlateSites.of(dataset, plate, wells);
        ObjectKey key = sites.key();
        return recent(key).orElseGet(() -> inTurn(key, sites, call));
    }

    private Optional<PlateCorrection> recent(ObjectKey key) {
        synchronized (recent) {
            return Optional.ofNullable(recent.get(key));
        }
    }

    /** One plate at a time, so that many first calls on a plate compute it once. */
    private PlateCorrection inTurn(ObjectKey key, PlateSites sites, Call call) {
        try {
            while (!turn.tryLock(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                call.check();
            }
        } catch (InterruptedException e) {
            throw stopping();
        }
        try {
            return recent(key).orElseGet(() -> {
                PlateCorrection correction = stored(sites, call);
                remember(key, correction);
                return correction;
            });
        } finally {
            turn.unlock();
        }
    }

    private void remember(ObjectKey key, PlateCorrection correction) {
        synchronized (recent) {
            recent.put(key, correction);
            if (recent.size() > MOST) {
                recent.remove(recent.keySet().iterator().next());
            }
        }
    }

    private static ScorerException stopping() {
        Thread.currentThread().interrupt();
        return new ScorerException.NotReady("this scorer is stopping; ask another");
    }

    private PlateCorrection stored(PlateSites sites, Call call) {
        try {
            return corrections.of(sites, call::check);
        } catch (UncorrectablePlateException e) {
            throw new ScorerException.StatisticsUnknown(
                    "the model corrects illumination by plate: " + e.getMessage()
                            + "; ingest the rest of the plate, or use a model that was trained without illumination",
                    e);
        } catch (InterruptedException e) {
            throw stopping();
        }
    }

    /** The store as calls use it. */
    private record CallObjects(StoredObjects store) implements PlateCorrections.Objects {
        @Override
        public Optional<byte[]> find(ObjectKey key) {
            return store.find(key);
        }

        @Override
        public byte[] site(ObjectRef ref) {
            return store.get(ref);
        }

        @Override
        public void put(ObjectKey key, byte[] bytes) {
            ObjectRef unused = store.put(key, bytes);
        }
    }
}
