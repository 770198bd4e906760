package io.wellstream.trainer.batches;

import io.wellstream.proto.v1.BatchDone;
import io.wellstream.wire.keys.RunId;
import java.time.Duration;
import java.util.List;

/**
 * The answers to the batch requests of one attempt at one run. It joins no consumer group and commits no offset: it reads
 * the run's partition from the end that the partition had when the inbox was created. Create it before sending the first
 * request. It holds references to batches, not batches, and skips answers to other runs in the partition.
 */
public final class BatchInbox implements AutoCloseable {
    /** A source of answers, to any run that shares the partition. */
    @FunctionalInterface
    public interface Answers extends AutoCloseable {
        List<BatchDone> poll(Duration limit);

        @Override
        default void close() {}
    }

    private final Answers answers;
    private final String run;
    private final int attempt;
    private final LiveWorkers workers;

    public BatchInbox(Answers answers, RunId run, int attempt, LiveWorkers workers) {
        this.answers = answers;
        this.run = run.name();
        this.attempt = attempt;
        this.workers = workers;
    }

    /** The next answers to this run and attempt; empty if none arrive within the limit. */
    public List<BatchDone> poll(Duration limit) {
        List<BatchDone> all = answers.poll(limit);
        all.forEach(answer -> workers.answered(answer.getWorker()));
        return all.stream()
                .filter(answer -> answer.getRun().equals(run) && answer.getAttempt() == attempt)
                .toList();
    }

    /** Whether any worker has answered a request, of any run, after this moment of the workers' clock. */
    boolean heardSince(long nanos) {
        return workers.answeredSince(nanos);
    }

    @Override
    public void close() {
        answers.close();
    }
}
