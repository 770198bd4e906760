package io.wellstream.scorer;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.WellIngested;
import java.util.List;
import java.util.stream.Stream;

/** Wells of one experiment, at least one, and the model that scores them. */
record ExperimentWells(LoadedModel model, List<WellIngested> wells) {
    ExperimentWells {
        wells = List.copyOf(wells);
        if (wells.isEmpty()) {
            throw new IllegalArgumentException("no wells to score");
        }
    }

    ExperimentId experiment() {
        return new ExperimentId(wells.getFirst().getWell().getExperiment());
    }

    /** These wells and the other's, with this model. */
    ExperimentWells and(ExperimentWells other) {
        return new ExperimentWells(
                model, Stream.concat(wells.stream(), other.wells.stream()).toList());
    }

    int size() {
        return wells.size();
    }
}
