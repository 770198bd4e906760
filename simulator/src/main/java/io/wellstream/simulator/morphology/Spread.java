package io.wellstream.simulator.morphology;

import java.util.Collections;
import java.util.List;

/**
 * Standard deviations of what one level (experiment, plate, well or site) varies: of the factors' logarithms, and of the traits in their
 * units.
 *
 * @param sharedGain [channel], of the part of a channel's stain that all channels share
 * @param ownGain [channel], of the rest
 * @param density of the trait {@link Trait#CELL_COUNT}
 * @param otherTraits of each trait that is no stain
 */
record Spread(
        List<Double> sharedGain,
        List<Double> ownGain,
        double background,
        double density,
        double otherTraits,
        double focus) {

    Spread {
        sharedGain = List.copyOf(sharedGain);
        ownGain = List.copyOf(ownGain);
    }

    /** All channels vary alike. */
    static Spread of(
            double sharedGain, double ownGain, double background, double density, double otherTraits, double focus) {
        return new Spread(
                Collections.nCopies(Nuisance.CHANNELS, sharedGain),
                Collections.nCopies(Nuisance.CHANNELS, ownGain),
                background,
                density,
                otherTraits,
                focus);
    }
}
