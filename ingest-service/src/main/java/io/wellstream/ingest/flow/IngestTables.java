package io.wellstream.ingest.flow;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.keys.MessageKeys;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The tables that an ingest reads: all wells, and the final events of all jobs. */
public record IngestTables(Table<WellIngested> wells, Table<IngestFinished> ingests) {
    /**
     * The jobs that published some of these wells and have not reported their plates, because they broke or are not at their end yet. A
     * job whose plates another one has reported since is not among them.
     *
     * @param published wells of the data set
     */
    SortedSet<String> unreported(DatasetId dataset, Collection<WellIngested> published) {
        Map<String, Set<String>> reported = new HashMap<>(); // experiments by job
        for (IngestFinished end : ingests.under(MessageKeys.dataset(dataset)).values()) {
            experiments(reported, end.getJob()).addAll(end.getExperimentsList());
            end.getReportedForList().forEach(job -> experiments(reported, job).addAll(end.getExperimentsList()));
        }
        SortedSet<String> jobs = new TreeSet<>();
        for (WellIngested well : published) {
            String experiment = well.getWell().getExperiment();
            boolean isReported = reported.getOrDefault(well.getJob(), Set.of()).contains(experiment);
            if (!well.getJob().isEmpty() && !isReported) {
                jobs.add(well.getJob());
            }
        }
        return jobs;
    }

    private static Set<String> experiments(Map<String, Set<String>> byJob, String job) {
        return byJob.computeIfAbsent(job, first -> new TreeSet<>());
    }
}
