package io.wellstream.ingest.flow;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.keys.DatasetFilter;
import io.wellstream.wire.keys.MessageKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The tables that an ingest reads.
 *
 * @param wells of the data sets that are ingested here
 * @param ingests the final events of all jobs
 */
public record IngestTables(Table<WellIngested> wells, Table<IngestFinished> ingests, DatasetFilter datasets) {
    void require(DatasetId dataset) {
        if (!datasets.has(dataset)) {
            throw new IllegalArgumentException("this service ingests the data sets " + datasets
                    + " (wellstream.ingest.datasets), and the job is for data set '" + dataset
                    + "'; request it from a service of that data set");
        }
    }

    /** What has been reported of a data set so far. */
    Unreported unreported(DatasetId dataset) {
        Map<String, Set<String>> reported = new HashMap<>();
        for (IngestFinished end : ingests.under(MessageKeys.dataset(dataset)).values()) {
            experiments(reported, end.getJob()).addAll(end.getExperimentsList());
            end.getReportedForList().forEach(job -> experiments(reported, job).addAll(end.getExperimentsList()));
        }
        return new Unreported(reported, new TreeSet<>());
    }

    /**
     * The jobs that published wells and have not reported their plates, because they broke or are not at their end yet. A job whose
     * plates another one has reported since is not among them.
     *
     * @param reported experiments by job
     */
    record Unreported(Map<String, Set<String>> reported, SortedSet<String> jobs) {
        /** Adds the job that published a well, if it has not reported it. */
        void add(WellIngested well) {
            String experiment = well.getWell().getExperiment();
            boolean isReported = reported.getOrDefault(well.getJob(), Set.of()).contains(experiment);
            if (!well.getJob().isEmpty() && !isReported) {
                jobs.add(well.getJob());
            }
        }
    }

    private static Set<String> experiments(Map<String, Set<String>> byJob, String job) {
        return byJob.computeIfAbsent(job, first -> new TreeSet<>());
    }
}
