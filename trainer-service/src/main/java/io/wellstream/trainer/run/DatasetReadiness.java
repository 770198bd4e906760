package io.wellstream.trainer.run;

import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.wire.FinishedIngests;
import io.wellstream.wire.wells.DatasetCounts;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a data set has everything that a run needs. A run waits for the ingest jobs that it names. Without any, it is
 * refused while an experiment in its scope is not covered by a finished ingest, unless the run accepts partial data.
 */
sealed interface DatasetReadiness {
    /** Everything that the run needs is there. */
    record Ready(ScreenDescription screen) implements DatasetReadiness {}

    /** Something is missing that a running ingest will bring. */
    record Waiting(String reason) implements DatasetReadiness {}

    /** Something is missing, and the run names no ingest that would bring it. */
    record Refused(String reason) implements DatasetReadiness {}

    /** Compares what a run needs with all finished shards and the wells of its data set. */
    static DatasetReadiness of(RunSpecification run, Collection<IngestFinished> finished, DatasetCounts wells) {
        List<IngestFinished> shards = FinishedIngests.counting(finished);
        if (!run.getPartial()) {
            for (String job : run.getIngestJobsList()) {
                Optional<String> unfinished = unfinished(job, finished);
                if (unfinished.isPresent()) {
                    return new Waiting(unfinished.get());
                }
            }
        }
        for (IngestFinished shard : shards) {
            long there =
                    shard.getExperimentsList().stream().mapToLong(wells::wells).sum();
            if (there < shard.getWellsPublished()) {
                return new Waiting("ingest job " + shard.getJob() + " published " + shard.getWellsPublished()
                        + " wells, and " + there + " have arrived");
            }
        }
        if (shards.isEmpty()) {
            return new Refused("no ingest of data set '" + run.getDataset() + "' has finished; ingest it, or name the"
                    + " job in ingest_jobs to wait for it");
        }
        Set<String> uncovered = uncovered(run, shards, wells);
        if (!run.getPartial() && !uncovered.isEmpty()) {
            return new Refused("the ingest of experiments " + uncovered + " of data set '" + run.getDataset()
                    + "' has not finished; wait for it, or set partial");
        }
        return new Ready(shards.getLast().getScreen());
    }

    private static Optional<String> unfinished(String job, Collection<IngestFinished> shards) {
        var finished =
                shards.stream().filter(shard -> shard.getJob().equals(job)).toList();
        if (finished.isEmpty()) {
            return Optional.of("no shard of ingest job " + job + " has finished");
        }
        int expected = finished.getFirst().getShards();
        return finished.size() < expected
                ? Optional.of(finished.size() + " of " + expected + " shards of ingest job " + job + " have finished")
                : Optional.empty();
    }

    private static Set<String> uncovered(RunSpecification run, Collection<IngestFinished> shards, DatasetCounts wells) {
        Set<String> experiments = new TreeSet<>();
        wells.experiments().forEach((name, counts) -> {
            if (counts.cellTypes().stream()
                    .anyMatch(each ->
                            run.getCellType().isEmpty() || run.getCellType().equals(each.cellType()))) {
                experiments.add(name);
            }
        });
        shards.forEach(shard -> shard.getExperimentsList().forEach(experiments::remove));
        return experiments;
    }
}
