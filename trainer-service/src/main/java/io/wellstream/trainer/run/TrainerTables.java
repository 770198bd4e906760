package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.wells.DatasetCounts;
import io.wellstream.wire.wells.WellCounts;
import java.util.Collection;

/** The Kafka tables that a trainer reads. */
public record TrainerTables(
        Table<RunRecord> runs, Table<IngestFinished> ingests, Table<WellIngested> wells, WellCounts counts) {
    public TrainerTables(Table<RunRecord> runs, Table<IngestFinished> ingests, Table<WellIngested> wells) {
        this(runs, ingests, wells, new WellCounts(wells));
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

    Collection<WellIngested> wellsOf(DatasetId dataset) {
        return wells.under(MessageKeys.dataset(dataset)).values();
    }
}
