package io.wellstream.local.cli.accuracy;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;

/** What the model of one run answers for an unseen well, and the truth. */
record Prediction(String arm, long seed, WellId well, String truth, String predicted) {
    boolean isRight() {
        return truth.equals(predicted);
    }

    CellType cellType() {
        return CellType.of(well.experiment());
    }
}
