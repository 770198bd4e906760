package io.wellstream.ingest.job;

import io.wellstream.ingest.flow.IngestJob;
import io.wellstream.ingest.flow.IngestProgress;
import io.wellstream.ingest.job.JobStatus.State;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.proto.v1.IngestFinished;

/** A job requested since this process started: queued, then running, then ended. */
final class RunningJob {
    private static final int PROBLEMS_SHOWN = 1_000;

    private final IngestJob job;
    private final String trace;
    private final IngestProgress progress = new IngestProgress();
    private State state = State.QUEUED;
    private String message = "";
    private String report = "";
    private long begun;
    private long ended;

    /** @param trace the header of the trace in which the job was requested */
    RunningJob(IngestJob job, String trace) {
        this.job = job;
        this.trace = trace;
    }

    IngestJob job() {
        return job;
    }

    String trace() {
        return trace;
    }

    IngestProgress progress() {
        return progress;
    }

    synchronized void begin() {
        state = State.RUNNING;
        begun = System.nanoTime();
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
                message,
                measured(),
                progress.problemCount(),
                progress.problems(PROBLEMS_SHOWN).stream().sorted(Problem.ORDER).toList(),
                report);
    }

    private JobStatus.Progress measured() {
        IngestProgress.Snapshot counts = progress.snapshot();
        double seconds = state == State.QUEUED ? 0 : ((state.isEnd() ? ended : System.nanoTime()) - begun) / 1e9;
        return new JobStatus.Progress(counts, seconds, seconds == 0 ? 0 : counts.wellsDone() / seconds);
    }
}
