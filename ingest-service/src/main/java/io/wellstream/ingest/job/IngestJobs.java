package io.wellstream.ingest.job;

import io.opentelemetry.context.Scope;
import io.wellstream.ingest.flow.IngestFlow;
import io.wellstream.ingest.flow.IngestJob;
import io.wellstream.ingest.flow.IngestMeters;
import io.wellstream.ingest.flow.IngestStoppedException;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.IngestRequested;
import io.wellstream.wire.Backoff;
import io.wellstream.wire.Trace;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.start.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of this service: one runs, a limited number waits. Requesting a known job starts nothing, unless it failed or was stopped:
 * then it continues. Jobs that an earlier process of the service left unfinished continue by themselves; those that ended are known
 * from their final events. An outage delays a job and does not end it.
 */
public final class IngestJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestJobs.class);
    private static final int MOST_CONTINUED = 1_000;
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration FINISH_LIMIT = Duration.ofSeconds(12);
    private static final Duration BREAK_OFF_LIMIT = Duration.ofSeconds(6);

    private final IngestFlow flow;
    private final IngestMeters meters;
    private final Table<IngestFinished> ended;
    private final JobRecords records;
    private final int mostWaiting;
    private final Consumer<Throwable> onFatal;
    private final BlockingQueue<RunningJob> queue;
    private final Map<Id, RunningJob> jobs = new LinkedHashMap<>();
    private final Thread worker = Thread.ofPlatform().name("ingest-job").unstarted(this::work);
    private volatile boolean stopping;

    /** Identifies a job within this process. */
    private record Id(String job, int shard) {}

    /** The queue is full. */
    public static final class QueueFullException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        QueueFullException(int waiting) {
            super(waiting + " jobs are waiting already; repeat the request when one has ended");
        }
    }

    /** Another job has the same id. */
    public static final class IdTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        IdTakenException(IngestJob job, String other) {
            super("job " + job.id() + " already exists: " + other + "; choose another id");
        }
    }

    /**
     * @param ended the final events of all jobs
     * @param records the requests for jobs that have not ended
     * @param onFatal receives an error that ends the job thread
     */
    public IngestJobs(
            IngestFlow flow,
            IngestMeters meters,
            Table<IngestFinished> ended,
            JobRecords records,
            int mostWaiting,
            Consumer<Throwable> onFatal) {
        this.flow = flow;
        this.meters = meters;
        this.ended = ended;
        this.records = records;
        this.mostWaiting = mostWaiting;
        this.onFatal = onFatal;
        this.queue = new LinkedBlockingQueue<>(mostWaiting + MOST_CONTINUED);
    }

    /** Continues the jobs that an earlier process left unfinished, and takes further ones. */
    public synchronized void start() {
        for (IngestRequested record : records.open()) {
            IngestJob job = JobRecords.job(record);
            Id id = new Id(job.id(), job.shard().number());
            if (endedBefore(id).isPresent()) {
                records.finished(job); // the process was killed before it could do so
            } else {
                RunningJob left = new RunningJob(job, record.getTraceParent(), record.getRequestedAtMs(), true);
                if (queue.offer(left)) {
                    jobs.put(id, left);
                    LOG.info("continuing job={} dataset={}", job.id(), job.dataset());
                }
            }
        }
        meters.queued(queue.size());
        worker.start();
    }

    public boolean isAlive() {
        return worker.isAlive();
    }

    /**
     * Queues the job unless it is known.
     *
     * @throws QueueFullException if too many jobs wait
     * @throws IdTakenException if another job has the same id
     * @throws IllegalArgumentException if this service does not ingest its data set
     */
    public synchronized JobStatus submit(IngestJob job) {
        flow.require(job);
        Id id = new Id(job.id(), job.shard().number());
        RunningJob known = jobs.get(id);
        if (known != null) {
            if (!known.job().equals(job)) {
                throw new IdTakenException(job, "it ingests " + JobText.of(known.job()));
            }
            JobStatus status = known.status();
            if (status.state() != JobStatus.State.FAILED && status.state() != JobStatus.State.STOPPED) {
                return status;
            }
        } else {
            Optional<IngestFinished> before = endedBefore(id);
            if (before.isPresent()) {
                if (!EndedJob.isOf(before.get(), job)) {
                    throw new IdTakenException(job, "it ingested " + JobText.of(before.get()));
                }
                return EndedJob.status(before.get());
            }
        }
        Optional<IngestRequested> recorded = records.find(id.job(), id.shard());
        if (recorded.isPresent() && !JobRecords.job(recorded.get()).equals(job)) {
            throw new IdTakenException(job, "it was to ingest " + JobText.of(JobRecords.job(recorded.get())));
        }
        boolean continued = known != null || recorded.isPresent();
        return enqueue(id, new RunningJob(job, Trace.header(), System.currentTimeMillis(), continued));
    }

    private JobStatus enqueue(Id id, RunningJob job) {
        if (stopping || queue.size() >= mostWaiting) {
            throw new QueueFullException(queue.size());
        }
        records.requested(job); // before the caller hears that it is accepted
        boolean unused = queue.offer(job);
        jobs.put(id, job);
        meters.queued(queue.size());
        return job.status();
    }

    /** The job with this id and shard, if this service knows it or it has ended in any. */
    public synchronized Optional<JobStatus> find(String job, int shard) {
        Id id = new Id(job, shard);
        return Optional.ofNullable(jobs.get(id))
                .map(RunningJob::status)
                .or(() -> endedBefore(id).map(EndedJob::status))
                .or(() -> records.failed(job, shard).map(EndedJob::failed));
    }

    /** All jobs: those that ended before the process started, then those requested since, in order. */
    public synchronized List<JobStatus> list() {
        List<JobStatus> all = new ArrayList<>();
        for (IngestFinished before : ended.under("").values()) {
            if (!jobs.containsKey(new Id(before.getJob(), before.getShard()))) {
                all.add(EndedJob.status(before));
            }
        }
        records.failed().stream()
                .filter(failed -> !jobs.containsKey(new Id(failed.getJob(), failed.getShard())))
                .forEach(failed -> all.add(EndedJob.failed(failed)));
        jobs.values().forEach(job -> all.add(job.status()));
        return all;
    }

    private Optional<IngestFinished> endedBefore(Id id) {
        return ended.under("").values().stream()
                .filter(job -> job.getJob().equals(id.job()) && job.getShard() == id.shard())
                .findAny();
    }

    private void work() {
        try {
            while (!stopping) {
                RunningJob next = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    meters.queued(queue.size());
                    run(next);
                }
            }
        } catch (InterruptedException e) {
            LOG.info("ingest interrupted");
        } catch (Throwable t) { // an Error too: nothing else would report it, and jobs would wait for ever
            onFatal.accept(t);
        }
    }

    /** Runs a job until it ends, through outages. */
    private void run(RunningJob job) throws InterruptedException {
        Backoff backoff = Backoff.withoutDeadline();
        job.begin();
        while (!ends(job)) {
            if (stopping) {
                job.stopped("the service is stopping");
                return;
            }
            boolean unused = backoff.pause();
            meters.waiting(false);
            job.beginAgain();
        }
    }

    /** Runs a job once; false if an outage interrupted it. */
    private boolean ends(RunningJob job) throws InterruptedException {
        try (Scope _ = Trace.continued(job.trace())) {
            IngestFinished end = flow.run(job.job(), job.progress(), () -> stopping);
            records.finished(job.job());
            job.end(end);
        } catch (IngestStoppedException e) {
            job.stopped(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            job.stopped("the service is stopping");
            throw e;
        } catch (RuntimeException e) {
            boolean waits = !stopping && TransientFailure.matches(e);
            return waits ? waits(job, e) : failed(job, e, String.valueOf(e.getMessage()));
        } catch (Error e) { // the job failed, so that the restarted service does not run into the same error again and
            // again
            boolean unused = failed(
                    job, e, "the service ended with " + e + "; request the job again when the cause is resolved");
            throw e;
        }
        return true;
    }

    private boolean waits(RunningJob job, RuntimeException outage) {
        LOG.warn("waiting job={} reason=\"{}\"", job.job().id(), outage.getMessage());
        job.progress().waitsFor("the broker or the object store: " + outage.getMessage());
        meters.waiting(true);
        return false;
    }

    private boolean failed(RunningJob job, Throwable e, String why) {
        if (stopping) { // the next process continues it
            job.stopped("the service is stopping");
            return true;
        }
        LOG.error("ingest failed job={} dataset={}", job.job().id(), job.job().dataset(), e);
        job.failed(why);
        try {
            records.failed(job, why);
        } catch (KafkaException notRecorded) {
            LOG.warn(
                    "not recorded that job={} failed; it runs again after a restart",
                    job.job().id(),
                    notRecorded);
        }
        return true;
    }

    /** Finishes the wells in progress and starts no other. */
    @Override
    public void close() {
        stopping = true;
        if (!worker.isAlive()) {
            return; // never started, or already ended
        }
        try {
            if (!worker.join(FINISH_LIMIT)) {
                worker.interrupt();
                boolean unused = worker.join(BREAK_OFF_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
