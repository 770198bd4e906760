package io.wellstream.scorer;

import io.wellstream.proto.v1.Adaptation;
import java.util.List;
import java.util.Optional;

/**
 * What a model reads in wells of one experiment.
 *
 * @param wells in the order asked
 * @param adaptation whether they were read with statistics of their own experiment; empty: nobody asked for it
 */
record Readings(List<WellReading> wells, Optional<Adaptation> adaptation) {
    static final Readings NONE = new Readings(List.of(), Optional.empty());

    Readings {
        wells = List.copyOf(wells);
    }
}
