package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.WellIngested;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a trainer knows from Kafka's tables, as it is at the moment of the call.
 *
 * @param runs the latest record of every run
 * @param ingests the finished shards of a data set
 * @param wells the wells of a data set
 */
public record RunTables(
        Supplier<Collection<RunRecord>> runs,
        Function<DatasetId, Collection<IngestFinished>> ingests,
        Function<DatasetId, Collection<WellIngested>> wells) {}
