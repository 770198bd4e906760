package io.wellstream.ingest.qc;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.WellIngested;
import java.util.Collection;
import java.util.function.Consumer;

/** The records of a data set, which are read experiment by experiment, as often as needed, so that they need not be in memory together. */
public interface WellRecords {
    /** Visits the records of one experiment after another, each in the order of their keys; experiments without records are left out. */
    void byExperiment(Consumer<Collection<WellIngested>> visitor);

    /** The records of an experiment, in the order of their keys. */
    Collection<WellIngested> of(ExperimentId experiment);
}
