package io.wellstream.scorer.experiment;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.scorer.model.LoadedModel;
import java.util.List;
import java.util.stream.Stream;

/** Wells of one experiment, at least one, and the model that scores them. */
public record ExperimentWells(LoadedModel model, List<WellIngested> wells) {
    public ExperimentWells {
        wells = List.copyOf(wells);
        if (wells.isEmpty()) {
            throw new IllegalArgumentException("no wells to score");
        }
    }

    public ExperimentId experiment() {
        return new ExperimentId(wells.getFirst().getWell().getExperiment());
    }

    /** These wells and the other's, with this model. */
    public ExperimentWells and(ExperimentWells other) {
        return new ExperimentWells(
                model, Stream.concat(wells.stream(), other.wells.stream()).toList());
    }

    public int size() {
        return wells.size();
    }
}
