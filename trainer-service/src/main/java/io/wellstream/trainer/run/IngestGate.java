package io.wellstream.trainer.run;

import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.WellIngested;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides whether a data set is there as a run needs it. A run waits for the ingest jobs that it names; without any, it is
 * refused while an experiment in its scope is not covered by a finished ingest, unless it says that a part will do.
 */
public sealed interface IngestGate {
    /** All that the run asked for is there. */
    record Open(ScreenDescription screen) implements IngestGate {}

    /** It will be, if the ingest goes on. */
    record Waiting(String reason) implements IngestGate {}

    /** It is not, and nobody said that it will be. */
    record Refused(String reason) implements IngestGate {}

    /** The state of things for a run, from all finished shards and all wells of its data set. */
    static IngestGate of(RunSpecification run, List<IngestFinished> shards, Collection<WellIngested> wells) {
        if (!run.getPartial()) {
            for (String job : run.getIngestJobsList()) {
                Optional<String> unfinished = unfinished(job, shards);
                if (unfinished.isPresent()) {
                    return new Waiting(unfinished.get());
                }
            }
        }
        Map<String, Long> wellsOf = wells.stream()
                .collect(Collectors.groupingBy(well -> well.getWell().getExperiment(), Collectors.counting()));
        for (IngestFinished shard : shards) {
            long there = shard.getExperimentsList().stream()
                    .mapToLong(experiment -> wellsOf.getOrDefault(experiment, 0L))
                    .sum();
            if (there < shard.getWellsPublished()) {
                return new Waiting("ingest job " + shard.getJob() + " published " + shard.getWellsPublished()
                        + " wells, " + there + " have come");
            }
        }
        Optional<ScreenDescription> screen = shards.stream()
                .max(Comparator.comparingLong(IngestFinished::getFinishedAtMs)
                        .thenComparing(IngestFinished::getJob)
                        .thenComparingInt(IngestFinished::getShard))
                .map(IngestFinished::getScreen);
        if (screen.isEmpty()) {
            return new Refused("no ingest of data set '" + run.getDataset() + "' has finished; ingest it, or name the"
                    + " job in ingest_jobs to wait for it");
        }
        Set<String> uncovered = uncovered(run, shards, wells);
        if (!run.getPartial() && !uncovered.isEmpty()) {
            return new Refused("the ingest of experiments " + uncovered + " of data set '" + run.getDataset()
                    + "' has not finished; wait for it, or set partial");
        }
        return new Open(screen.get());
    }

    private static Optional<String> unfinished(String job, List<IngestFinished> shards) {
        List<IngestFinished> finished =
                shards.stream().filter(shard -> shard.getJob().equals(job)).toList();
        if (finished.isEmpty()) {
            return Optional.of("no shard of ingest job " + job + " has finished");
        }
        int expected = finished.getFirst().getShards();
        return finished.size() < expected
                ? Optional.of(finished.size() + " of " + expected + " shards of ingest job " + job + " have finished")
                : Optional.empty();
    }

    private static Set<String> uncovered(
            RunSpecification run, List<IngestFinished> shards, Collection<WellIngested> wells) {
        Set<String> experiments = wells.stream()
                .filter(well -> run.getCellType().isEmpty() || run.getCellType().equals(well.getCellType()))
                .map(well -> well.getWell().getExperiment())
                .collect(Collectors.toCollection(TreeSet::new));
        shards.forEach(shard -> shard.getExperimentsList().forEach(experiments::remove));
        return experiments;
    }
}
