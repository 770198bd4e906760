package io.wellstream.ingest.job;

import io.wellstream.ingest.flow.IngestJob;
import io.wellstream.ingest.flow.IngestProgress;
import io.wellstream.ingest.job.JobStatus.State;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.proto.v1.IngestFinished;

/** A job that this process has been asked for, or has continued: queued, then running, then ended. */
final class RunningJob {
    private static final int PROBLEMS_SHOWN = 1_000;

    private final IngestJob job;
    private final String trace;
    private final long requestedAtMs;
    private volatile IngestProgress progress;
    private State state = State.QUEUED;
    private String message = "";
    private String report = "";
    private long begun;
    private long ended;

    /**
     * A job that is queued.
     *
     * @param trace the header of the trace in which the job was requested
     * @param requestedAtMs in epoch milliseconds
     * @param continued whether an earlier run of the job was interrupted
     */
    RunningJob(IngestJob job, String trace, long requestedAtMs, boolean continued) {
        this.job = job;
        this.trace = trace;
        this.requestedAtMs = requestedAtMs;
        this.progress = new IngestProgress(continued);
    }

    IngestJob job() {
        return job;
    }

    String trace() {
        return trace;
    }

    long requestedAtMs() {
        return requestedAtMs;
    }

    IngestProgress progress() {
        return progress;
    }

    synchronized void begin() {
        state = State.RUNNING;
        begun = System.nanoTime();
    }

    /** Begins the job again, after what it waited for is back; wells that are done are found unchanged. */
    void beginAgain() {
        progress = new IngestProgress(true);
    }

    synchronized void end(IngestFinished end) {
        ended = System.nanoTime();
        state = EndedJob.state(end);
        report = end.getReportKey();
    }

    synchronized void failed(String why) {
        ended = System.nanoTime();
        state = State.FAILED;
        message = why;
    }

    synchronized void stopped(String why) {
        ended = System.nanoTime();
        state = State.STOPPED;
        message = why;
    }

    synchronized JobStatus status() {
        return new JobStatus(
                job.id(),
                job.dataset().name(),
                job.source().toString(),
                job.shard().of(),
                job.shard().number(),
                state,
                message.isEmpty() ? waiting() : message,
                measured(),
                progress.problemCount(),
                progress.problems(PROBLEMS_SHOWN).stream().sorted(Problem.ORDER).toList(),
                report);
    }

    private String waiting() {
        String what = progress.waitingFor();
        return what.isEmpty() || state.isEnd() ? "" : "waits for " + what;
    }

    private JobStatus.Progress measured() {
        IngestProgress.Snapshot counts = progress.snapshot();
        double seconds = state == State.QUEUED ? 0 : ((state.isEnd() ? ended : System.nanoTime()) - begun) / 1e9;
        return new JobStatus.Progress(counts, seconds, seconds == 0 ? 0 : counts.wellsDone() / seconds);
    }
}
