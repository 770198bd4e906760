package io.wellstream.augment;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.illumination.PlateCorrection;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.MissingObjectException;
import io.wellstream.wire.store.ObjectStore;
import java.util.LinkedHashMap;
import java.util.Map;

/** The illumination functions of plates, from memory or from the store. Those used last stay in memory. Safe for several threads. */
final class PlateIlluminations {
    private static final int MOST = 64;

    private final ObjectStore store;
    private final Map<ByteString, Illumination> recent = new LinkedHashMap<>(MOST, 0.75f, true); // guarded by itself

    PlateIlluminations(ObjectStore store) {
        this.store = store;
    }

    /** @throws RejectedException if the object is missing or damaged */
    Illumination get(ObjectRef ref) {
        synchronized (recent) {
            Illumination known = recent.get(ref.getSha256());
            if (known != null) {
                return known;
            }
        }
        Illumination read = read(ref);
        synchronized (recent) {
            recent.put(ref.getSha256(), read);
            if (recent.size() > MOST) {
                recent.remove(recent.keySet().iterator().next());
            }
        }
        return read;
    }

    private Illumination read(ObjectRef ref) {
        try {
            return PlateCorrection.illumination(ObjectKey.of(ref), store.get(ref));
        } catch (MissingObjectException | CorruptObjectException e) {
            throw new RejectedException(
                    "the illumination functions of its plate: " + e.getMessage()
                            + "; continue the run with 'wellstream train --resume', which computes them again",
                    e);
        }
    }
}
