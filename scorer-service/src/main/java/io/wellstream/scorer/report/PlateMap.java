package io.wellstream.scorer.report;

import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.WellPosition;
import java.util.List;
import java.util.Optional;

/** A plate as it is drawn. */
public record PlateMap(PlateId plate, List<Spot> spots) {
    public PlateMap {
        spots = List.copyOf(spots);
    }

    /**
     * A well that was labelled.
     *
     * @param confidence of the label, 0…1
     * @param truth what the metadata says, if it does
     */
    public record Spot(WellPosition at, String label, double confidence, boolean isControl, Optional<String> truth) {
        boolean isWrong() {
            return truth.isPresent() && !truth.get().equals(label);
        }
    }
}
