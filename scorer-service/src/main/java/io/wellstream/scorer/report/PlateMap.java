package io.wellstream.scorer.report;

import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.WellPosition;
import java.util.List;
import java.util.Optional;

/** A plate and its labelled wells. */
public record PlateMap(PlateId plate, List<Spot> spots) {
    public PlateMap {
        spots = List.copyOf(spots);
    }

    /**
     * A labelled well.
     *
     * @param confidence of the label, 0…1
     * @param truth the treatment in the screen's metadata, if given
     */
    public record Spot(WellPosition at, String label, double confidence, boolean isControl, Optional<String> truth) {
        public boolean isWrong() {
            return truth.isPresent() && !truth.get().equals(label);
        }
    }
}
