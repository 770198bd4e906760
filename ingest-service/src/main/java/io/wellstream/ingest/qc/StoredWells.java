package io.wellstream.ingest.qc;

import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.imaging.screen.WellPosition;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The wells of a data set that have a whole site: a bit for each position of a plate. */
final class StoredWells {
    private static final int COLUMNS = 64; // more than a plate has

    private final Map<PlateId, BitSet> plates = new HashMap<>();

    void add(WellId well) {
        plates.computeIfAbsent(well.plate(), plate -> new BitSet()).set(bit(well.position()));
    }

    boolean has(WellId well) {
        BitSet positions = plates.get(well.plate());
        return positions != null && positions.get(bit(well.position()));
    }

    private static int bit(WellPosition position) {
        return position.row() * COLUMNS + position.column();
    }
}
