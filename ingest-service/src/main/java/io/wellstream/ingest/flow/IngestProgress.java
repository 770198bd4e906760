package io.wellstream.ingest.flow;

import io.wellstream.ingest.problem.Problem;
import io.wellstream.proto.v1.WellIngested;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How far a run of a job is; thread-safe. */
public final class IngestProgress {
    private final boolean continued;
    private final AtomicInteger expected = new AtomicInteger();
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger sitesFailed = new AtomicInteger();
    private final AtomicLong objectsPut = new AtomicLong();
    private final ConcurrentLinkedQueue<Problem> problems = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Problem> notes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger problemCount = new AtomicInteger();
    private volatile String waitingFor = "";

    /** Of the first run of a job. */
    public IngestProgress() {
        this(false);
    }

    /** @param continued whether an earlier run of the job was interrupted, and may have published wells without reporting them */
    public IngestProgress(boolean continued) {
        this.continued = continued;
    }

    /**
     * The counts at one moment.
     *
     * @param wellsPublished wells published by this run of the job
     * @param wellsUnchanged wells ingested before and found unchanged
     * @param objectsPut objects that were not in the store before
     */
    public record Snapshot(
            long wellsExpected,
            long wellsPublished,
            long wellsUnchanged,
            long wellsFailed,
            long sitesFailed,
            long objectsPut) {
        public long wellsDone() {
            return wellsPublished + wellsUnchanged + wellsFailed;
        }
    }

    public Snapshot snapshot() {
        return new Snapshot(
                expected.get(), published.get(), unchanged.get(), failed.get(), sitesFailed.get(), objectsPut.get());
    }

    /** All problems found so far, in no order. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** The first problems found. */
    public List<Problem> problems(int limit) {
        return problems.stream().limit(limit).toList();
    }

    /** What is worth knowing and is no problem, in no order. */
    public List<Problem> notes() {
        return List.copyOf(notes);
    }

    void note(Collection<Problem> more) {
        notes.addAll(more);
    }

    /** What the job waits for; empty if it does not wait. */
    public String waitingFor() {
        return waitingFor;
    }

    public void waitsFor(String what) {
        waitingFor = what;
    }

    /** Whether plates may have changed since they were reported last. */
    boolean mayHaveUnreportedPlates() {
        return continued || published.get() > 0;
    }

    public int problemCount() {
        return problemCount.get();
    }

    void expect(int wells) {
        expected.set(wells);
    }

    void found(Collection<Problem> more) {
        problems.addAll(more);
        problemCount.addAndGet(more.size());
    }

    void put(int objects) {
        objectsPut.addAndGet(objects);
    }

    void done(IngestMeters.Fate fate, WellIngested well) {
        sitesFailed.addAndGet(well.getFailedSitesCount());
        switch (fate) {
            case PUBLISHED -> published.incrementAndGet();
            case UNCHANGED -> unchanged.incrementAndGet();
            case FAILED -> failed.incrementAndGet();
        }
    }
}
