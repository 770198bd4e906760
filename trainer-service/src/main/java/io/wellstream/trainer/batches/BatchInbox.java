package io.wellstream.trainer.batches;

import io.wellstream.proto.v1.BatchDone;
import io.wellstream.wire.keys.RunId;
import java.time.Duration;
import java.util.List;

/**
 * The answers to the requests of one attempt at one run. It joins no consumer group and commits nothing: it reads its
 * run's partition from the end that the partition had before the first request, so it must be made before any is sent.
 * It holds references only; what else the partition carries is not its business.
 */
public final class BatchInbox implements AutoCloseable {
    /** Where answers come from, of any run that shares the partition. */
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

    /** The next answers to this run and attempt; empty when there are none within the limit. */
    public List<BatchDone> poll(Duration limit) {
        List<BatchDone> all = answers.poll(limit);
        all.forEach(answer -> workers.answered(answer.getWorker()));
        return all.stream()
                .filter(answer -> answer.getRun().equals(run) && answer.getAttempt() == attempt)
                .toList();
    }

    @Override
    public void close() {
        answers.close();
    }
}
