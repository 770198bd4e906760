package io.wellstream.wire.keys;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.Target;
import io.wellstream.wire.RejectedException;
import java.util.Locale;
import java.util.Optional;

/** The keys of the topics' records; those of a data set begin with {@link #dataset}. */
public final class MessageKeys {
    private MessageKeys() {}

    /** What every key of the data set's wells, ingests, models and serving records begins with. */
    public static String dataset(DatasetId dataset) {
        return dataset + "/";
    }

    /** The record of one well. */
    public static String well(DatasetId dataset, WellId well) {
        return dataset + "/" + well;
    }

    /** The record of a finished shard of a job; shards count from 0. */
    public static String ingest(DatasetId dataset, String job, int shard) {
        return dataset + "/" + job + "/" + shard;
    }

    /** A shard of a job that has been requested; shards count from 0. */
    public static String ingestJob(String job, int shard) {
        return job + "/" + shard;
    }

    /** A run, in every topic whose key is a run. */
    public static String run(RunId run) {
        return run.name();
    }

    /** A published model; without a cell type, one for all. */
    public static String model(DatasetId dataset, Optional<CellType> cellType, Target target, RunId run) {
        return serving(dataset, cellType, target) + "/" + run;
    }

    /** Which model is served; without a cell type, to all. */
    public static String serving(DatasetId dataset, Optional<CellType> cellType, Target target) {
        return dataset + "/" + cellType.map(CellType::name).orElse("all") + "/" + target(target);
    }

    /** A target as users write it: {@code treatment}, {@code treatment+control}, {@code cell-type}. */
    public static String target(Target target) {
        return switch (target) {
            case TARGET_TREATMENT, TARGET_CONTROL, TARGET_CELL_TYPE ->
                target.name()
                        .substring("TARGET_".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
            case TARGET_TREATMENT_AND_CONTROL -> "treatment+control";
            case TARGET_UNSPECIFIED, UNRECOGNIZED -> throw new RejectedException("no target named");
        };
    }
}
