package io.wellstream.ingest.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import io.wellstream.ingest.flow.IngestProgress.Snapshot;
import io.wellstream.ingest.problem.Problem;
import java.util.List;
import java.util.Locale;

/**
 * The state of a job, as the HTTP interface shows it.
 *
 * @param message why it failed or stopped, or what it waits for; otherwise empty
 * @param problems the first problems of the screen; the report has all
 * @param report the key of the object with all problems; empty until the job has ended
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
        List<Problem> problems,
        String report) {
    /** A job is queued, then running, then in one of the other states. */
    public enum State {
        QUEUED,
        RUNNING,
        /** The whole screen is in the store. */
        FINISHED,
        /** The good part of the screen is in the store; the report lists the rest. */
        FINISHED_WITH_FAILURES,
        /** Ended early; the message says why. Requested again, it continues. */
        FAILED,
        /** Interrupted because the service stops. The service continues it after its next start. */
        STOPPED;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether the job has ended and runs again only if it is requested again. */
        public boolean isEnd() {
            return this != QUEUED && this != RUNNING;
        }
    }

    /** How far the job is. In JSON the counts and the times are one object. */
    public record Progress(@JsonUnwrapped Snapshot counts, double seconds, double wellsPerSecond) {}
}
