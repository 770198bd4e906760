package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.WellIngested;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The Kafka tables that a trainer reads; each call returns their current content.
 *
 * @param runs the latest record of every run
 * @param ingests the finished shards of a data set
 * @param wells the wells of a data set
 */
public record TrainerTables(
        Supplier<Collection<RunRecord>> runs,
        Function<DatasetId, Collection<IngestFinished>> ingests,
        Function<DatasetId, Collection<WellIngested>> wells) {}
