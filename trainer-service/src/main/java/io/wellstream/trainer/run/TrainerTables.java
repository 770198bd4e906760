package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.keys.DatasetFilter;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.wells.DatasetCounts;
import io.wellstream.wire.wells.WellCounts;
import java.util.Collection;

/**
 * The Kafka tables that a trainer reads.
 *
 * @param datasets of which it has the ingests and the wells, and whose runs it takes
 */
public record TrainerTables(
        Table<RunRecord> runs,
        Table<IngestFinished> ingests,
        Table<WellIngested> wells,
        WellCounts counts,
        DatasetFilter datasets) {
    public TrainerTables(
            Table<RunRecord> runs, Table<IngestFinished> ingests, Table<WellIngested> wells, DatasetFilter datasets) {
        this(runs, ingests, wells, new WellCounts(wells), datasets);
    }

    /** @throws RefusedRunException if the trainer does not have the tables of this data set */
    void require(DatasetId dataset) {
        if (!datasets.has(dataset)) {
            throw new RefusedRunException("this trainer trains on the data sets " + datasets
                    + " (wellstream.trainer.datasets), and the run is of data set '" + dataset
                    + "'; request it from a trainer of that data set");
        }
    }

    /** The latest record of every run. */
    Collection<RunRecord> allRuns() {
        return runs.under("").values();
    }

    /** The finished shards of a data set. */
    Collection<IngestFinished> ingestsOf(DatasetId dataset) {
        return ingests.under(MessageKeys.dataset(dataset)).values();
    }

    DatasetCounts countsOf(DatasetId dataset) {
        return counts.of(dataset);
    }

    Collection<WellIngested> wellsOf(DatasetId dataset, String experiment) {
        return wells.under(MessageKeys.dataset(dataset) + experiment + "/").values();
    }
}
