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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How plates of ingested wells are lit. A plate that has no correction yet, as it has its sites now, gets one. Those used last stay in
 * memory. Safe for several threads.
 */
public final class Lighting {
    private static final int MOST = 64;

    private final Screens screens;
    private final PlateCorrections corrections;
    private final Map<ObjectKey, PlateCorrection> recent = new LinkedHashMap<>(MOST, 0.75f, true); // guarded by itself

    /** @param threads that compute the correction of a plate */
    public Lighting(Screens screens, StoredObjects store, int threads) {
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
        synchronized (recent) {
            PlateCorrection known = recent.get(key);
            if (known != null) {
                return known;
            }
        }
        PlateCorrection correction = stored(sites, call);
        synchronized (recent) {
            recent.put(key, correction);
            if (recent.size() > MOST) {
                recent.remove(recent.keySet().iterator().next());
            }
        }
        return correction;
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
            Thread.currentThread().interrupt();
            throw new ScorerException.NotReady("this scorer is stopping; ask another");
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
