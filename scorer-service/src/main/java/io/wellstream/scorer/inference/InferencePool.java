package io.wellstream.scorer.inference;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.CallCost;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.call.ScorerMeters;
import io.wellstream.scorer.model.BatchRunner;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.scorer.model.NetworkOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that turn pixels into logits, and the seats of the calls that may use them. A call without a seat is refused at
 * once instead of waiting unseen; one with a seat keeps at most {@link #CHUNKS_PER_CALL} chunks here, so the queue has an end.
 * Each thread runs whole batches; networks start no threads of their own, so that several models never want more than the cores.
 */
public final class InferencePool implements AutoCloseable {
    public static final int CHUNKS_PER_CALL = 2;
    private static final Logger LOG = LoggerFactory.getLogger(InferencePool.class);
    private static final long CHECK_MILLIS = 100;
    private static final Duration SOONEST_RETRY = Duration.ofMillis(100);
    private static final Duration LATEST_RETRY = Duration.ofSeconds(30);

    private final Batching batching;
    private final int calls;
    private final ScorerMeters meters;
    private final Semaphore seats;
    private final BatchQueue queue;
    private final Throughput pace;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /**
     * How samples become batches.
     *
     * @param threads that run batches, as many as cores
     * @param maxBatch samples of one batch
     * @param maxDelay the longest that samples wait for others while a thread could take them
     * @param queue samples that may wait; beyond that, new calls are refused
     */
    public record Batching(int threads, int maxBatch, Duration maxDelay, int queue) {
        public Batching {
            if (threads < 1 || maxBatch < 1 || maxDelay.isNegative() || queue < 1) {
                throw new IllegalArgumentException(threads + " threads, batches of " + maxBatch + ", a delay of "
                        + maxDelay + ", a queue of " + queue + "; expected 1 or more of each, and no negative delay");
            }
        }
    }

    /** @param calls how many calls are answered at the same time */
    public InferencePool(Batching batching, int calls, ScorerMeters meters) {
        this.batching = batching;
        this.calls = calls;
        this.meters = meters;
        this.seats = new Semaphore(calls);
        this.queue = new BatchQueue(batching.maxBatch(), batching.maxDelay());
        this.pace = new Throughput(batching.threads());
        meters.watchQueue(queue::waiting, () -> calls - seats.availablePermits());
        for (int i = 0; i < batching.threads(); i++) {
            threads.add(Thread.ofPlatform().name("scorer-inference-" + i).start(this::work));
        }
    }

    /** The right of one call to use the pool. */
    public final class Seat implements AutoCloseable {
        private final Call call;

        private Seat(Call call) {
            this.call = call;
        }

        public Call call() {
            return call;
        }

        /**
         * Computes the samples in batches with those of other calls. The outputs come in the order of the samples; cancelling them
         * takes out of the queue what still waits.
         */
        public Future<List<NetworkOutput>> submit(LoadedModel model, List<Batch.Sample> samples, boolean embedding) {
            PendingSamples pending = new PendingSamples(model, samples, embedding, call);
            Future<List<NetworkOutput>> unused = pending.answer().whenComplete((outputs, failure) -> {
                if (pending.answer().isCancelled()) {
                    queue.remove(pending);
                }
            });
            queue.put(pending);
            if (stopping) {
                pending.fail(stopped());
            }
            return pending.answer();
        }

        @Override
        public void close() {
            seats.release();
        }
    }

    /** A seat, or a refusal with a hint when to come back. */
    public Seat enter(Call call) {
        int waiting = queue.waiting();
        if (waiting >= batching.queue() || !seats.tryAcquire()) {
            meters.callRefused();
            Duration retryAfter = retryAfter(waiting);
            throw new ScorerException.Overloaded(
                    (calls - seats.availablePermits()) + " of " + calls + " calls are being answered and " + waiting
                            + " of " + batching.queue() + " sites wait, which is all this scorer takes; try again in "
                            + retryAfter.toMillis() + " ms or add a scorer",
                    retryAfter);
        }
        return new Seat(call);
    }

    /** A seat, waited for as long as somebody waits for the call. */
    public Seat enterPatiently(Call call) {
        try {
            do {
                call.check();
            } while (!seats.tryAcquire(CHECK_MILLIS, TimeUnit.MILLISECONDS));
            return new Seat(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped();
        }
    }

    /** About when half of what waits will be computed. */
    private Duration retryAfter(int waiting) {
        Duration hint = pace.timeFor(waiting / 2);
        return hint.compareTo(SOONEST_RETRY) < 0
                ? SOONEST_RETRY
                : hint.compareTo(LATEST_RETRY) > 0 ? LATEST_RETRY : hint;
    }

    private void work() {
        BatchRunner runner = new BatchRunner();
        try {
            while (!stopping) {
                BatchQueue.Assembly batch = queue.take();
                try {
                    compute(runner, batch);
                } finally {
                    queue.done();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("an inference thread ends", e);
        }
    }

    private void compute(BatchRunner runner, BatchQueue.Assembly batch) {
        List<BatchQueue.Entry> wanted = batch.entries().stream()
                .filter(entry -> !entry.pending().isOver())
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        meters.batched(wanted.size(), start - wanted.getFirst().pending().askedNanos());
        try {
            List<NetworkOutput> outputs = meters.inferring(() -> run(runner, batch.model(), wanted));
            for (int i = 0; i < outputs.size(); i++) {
                wanted.get(i).pending().answer(wanted.get(i).index(), outputs.get(i));
            }
            pace.computed(outputs.size(), System.nanoTime() - start);
        } catch (RuntimeException e) {
            wanted.forEach(entry -> entry.pending().fail(e));
        } catch (Error e) {
            wanted.forEach(entry -> entry.pending().fail(e));
            throw e;
        }
    }

    private static List<NetworkOutput> run(BatchRunner runner, LoadedModel model, List<BatchQueue.Entry> entries) {
        List<Batch.Sample> samples =
                entries.stream().map(BatchQueue.Entry::sample).toList();
        boolean embedding = entries.stream().anyMatch(entry -> entry.pending().wantsEmbedding());
        return CallCost.inferring(
                entries.stream().map(entry -> entry.pending().call().cost()).toList(),
                () -> runner.run(model, samples, embedding));
    }

    private static ScorerException.NotReady stopped() {
        return new ScorerException.NotReady("this scorer is stopping; ask another");
    }

    /** Ends the threads; whoever waits is told. */
    @Override
    public void close() {
        stopping = true;
        threads.forEach(Thread::interrupt);
        queue.clear().forEach(pending -> pending.fail(stopped()));
    }
}
