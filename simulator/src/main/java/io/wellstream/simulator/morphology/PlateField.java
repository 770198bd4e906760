package io.wellstream.simulator.morphology;

import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.simulator.random.RandomStream;
import io.wellstream.simulator.random.StreamKey;
import java.util.Collections;

/**
 * How images change over a plate: a gradient of stain and density over rows and columns, and wells near the edge that dry out and
 * hold fewer, more spread and more damaged cells.
 *
 * @param gainDown change of ln stain from the first used row to the last
 * @param gainAcross the same from the first used column to the last
 * @param densityDown change of the cell count in trait units
 * @param densityAcross the same over the columns
 * @param dryness of the edge, about 1
 */
record PlateField(double gainDown, double gainAcross, double densityDown, double densityAcross, double dryness) {
    private static final double FIRST_ROW = 1;
    private static final double LAST_ROW = 14;
    private static final double FIRST_COLUMN = 2;
    private static final double LAST_COLUMN = 23;

    /** The edge reaches this many wells into the plate. */
    private static final double REACH = 1.2;

    static PlateField of(StreamKey plate) {
        RandomStream random = plate.open();
        return new PlateField(
                0.12 * random.nextGaussian(),
                0.12 * random.nextGaussian(),
                0.3 * random.nextGaussian(),
                0.3 * random.nextGaussian(),
                random.nextLogNormal(0.4));
    }

    Nuisance at(WellPosition position) {
        double down = (position.row() - FIRST_ROW) / (LAST_ROW - FIRST_ROW) - 0.5;
        double across = (position.column() - FIRST_COLUMN) / (LAST_COLUMN - FIRST_COLUMN) - 0.5;
        double gain = StrictMath.exp(gainDown * down + gainAcross * across);
        double dry = dryness * nearEdge(position);
        double density = densityDown * down + densityAcross * across;
        Morphology shift = Morphology.of(trait -> switch (trait) {
            case CELL_COUNT -> density - 0.8 * dry;
            case CELL_SPREAD -> 0.5 * dry;
            case CONDENSED_NUCLEI -> 0.6 * dry;
            case VESICLES -> 0.4 * dry;
            default -> 0;
        });
        return new Nuisance(
                Collections.nCopies(Nuisance.CHANNELS, gain), Collections.nCopies(Nuisance.CHANNELS, 1.0), shift, 1);
    }

    /** 1 in the outermost used wells, falling to 0 within the plate. */
    private static double nearEdge(WellPosition position) {
        double row = Math.min(position.row() - FIRST_ROW, LAST_ROW - position.row());
        double column = Math.min(position.column() - FIRST_COLUMN, LAST_COLUMN - position.column());
        return StrictMath.exp(-Math.max(0, Math.min(row, column)) / REACH);
    }
}
