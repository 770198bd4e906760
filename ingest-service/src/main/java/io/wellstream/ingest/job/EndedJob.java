package io.wellstream.ingest.job;

import io.wellstream.ingest.flow.IngestJob;
import io.wellstream.ingest.flow.IngestProgress;
import io.wellstream.ingest.flow.IngestProgress.Snapshot;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.IngestRequested;
import java.util.List;

/** A job of an earlier process, known only from what that recorded. */
final class EndedJob {
    private EndedJob() {}

    static JobStatus status(IngestFinished end) {
        Snapshot counts = new Snapshot(
                end.getWellsExpected(),
                end.getWellsPublished(),
                0,
                end.getWellsFailed(),
                end.getSitesFailed(),
                end.getObjectsPut());
        return new JobStatus(
                end.getJob(),
                end.getDataset(),
                end.getSource(),
                end.getShards(),
                end.getShard(),
                state(end),
                "",
                new JobStatus.Progress(counts, 0, 0),
                Math.toIntExact(end.getProblems()),
                List.of(),
                end.getReportKey());
    }

    /** Whether it was asked for the same. What an earlier version did not record is not compared. */
    static boolean isOf(IngestFinished end, IngestJob job) {
        boolean sameData = end.getDataset().equals(job.dataset().name());
        boolean recorded = !end.getSource().isEmpty();
        return sameData
                && (!recorded
                        || (end.getSource().equals(job.source().toString())
                                && end.getShards() == job.shard().of()
                                && end.getVerify() == job.verify()
                                && end.getKeepGone() == job.keepGone()));
    }

    static JobStatus failed(IngestRequested record) {
        return new JobStatus(
                record.getJob(),
                record.getDataset(),
                record.getSource(),
                record.getShards(),
                record.getShard(),
                JobStatus.State.FAILED,
                record.getFailure(),
                new JobStatus.Progress(new IngestProgress().snapshot(), 0, 0),
                0,
                List.of(),
                "");
    }

    static JobStatus.State state(IngestFinished end) {
        return end.getProblems() == 0 ? JobStatus.State.FINISHED : JobStatus.State.FINISHED_WITH_FAILURES;
    }
}
