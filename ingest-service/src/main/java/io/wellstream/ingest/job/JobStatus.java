package io.wellstream.ingest.job;

import com.fasterxml.jackson.annotation.JsonValue;
import io.wellstream.ingest.flow.IngestReport;
import java.util.List;
import java.util.Locale;

/**
 * A job as it stands, as the HTTP interface shows it.
 *
 * @param message why it failed or stopped; empty otherwise
 * @param problems the first of what is wrong with the screen; all stand in the report
 * @param report the object with all problems, once the job has ended
 */
public record JobStatus(
        String id,
        String dataset,
        String source,
        int shards,
        int shard,
        State state,
        String message,
        Progress progress,
        int problemCount,
        List<IngestReport.Entry> problems,
        String report) {
    /** The life of a job: queued, running, and one of the others at its end. */
    public enum State {
        QUEUED,
        RUNNING,
        /** Everything is in the store. */
        FINISHED,
        /** What is whole is in the store; the report lists the rest. */
        FINISHED_WITH_FAILURES,
        /** Ended early; the message says why. Asked for again, it goes on. */
        FAILED,
        /** Ended early with the service. Asked for again, it goes on. */
        STOPPED;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether the job will not go on unless asked for again. */
        public boolean isEnd() {
            return this != QUEUED && this != RUNNING;
        }
    }

    /**
     * How far it is.
     *
     * @param wellsPublished by this run of the job
     * @param wellsUnchanged ingested before
     * @param objectsPut that were not there before
     */
    public record Progress(
            long wellsExpected,
            long wellsPublished,
            long wellsUnchanged,
            long wellsFailed,
            long sitesFailed,
            long objectsPut,
            double seconds,
            double wellsPerSecond) {}
}
