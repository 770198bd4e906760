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
 * The threads that run networks, and the slots of the calls that may use them. A call without a slot is refused at once instead of waiting
 * without limit; a call with a slot has at most {@link #CHUNKS_PER_CALL} chunks in the queue, so the queue is bounded. Each thread runs whole
 * batches; networks start no threads, so several models together never use more threads than there are cores.
 */
public final class InferencePool implements AutoCloseable {
    public static final int CHUNKS_PER_CALL = 2;
    private static final Logger LOG = LoggerFactory.getLogger(InferencePool.class);
    private static final long CHECK_MILLIS = 100;
    private static final Duration MIN_RETRY = Duration.ofMillis(100);
    private static final Duration MAX_RETRY = Duration.ofSeconds(30);

    private final Batching batching;
    private final int calls;
    private final ScorerMeters meters;
    private final Semaphore slots;
    private final BatchQueue queue;
    private final Throughput throughput;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /**
     * How samples are grouped into batches.
     *
     * @param threads that run batches; best as many as cores
     * @param maxBatch largest batch, in samples
     * @param maxDelay the longest time that samples wait for others while a thread is free
     * @param queue samples that may wait; when more do, new calls are refused
     */
    public record Batching(int threads, int maxBatch, Duration maxDelay, int queue) {
        public Batching {
            if (threads < 1 || maxBatch < 1 || maxDelay.isNegative() || queue < 1) {
                throw new IllegalArgumentException(threads + " threads, batches of " + maxBatch + ", a delay of "
                        + maxDelay + ", a queue of " + queue + "; expected 1 or more of each, and no negative delay");
            }
        }
    }

    /** @param calls how many calls are answered concurrently */
    public InferencePool(Batching batching, int calls, ScorerMeters meters) {
        this.batching = batching;
        this.calls = calls;
        this.meters = meters;
        this.slots = new Semaphore(calls);
        this.queue = new BatchQueue(batching.maxBatch(), batching.maxDelay());
        this.throughput = new Throughput(batching.threads());
        meters.watchQueue(queue::waiting, () -> calls - slots.availablePermits());
        for (int i = 0; i < batching.threads(); i++) {
            threads.add(Thread.ofPlatform().name("scorer-inference-" + i).start(this::work));
        }
    }

    /** The right of one call to use the pool, until it is closed. */
    public final class Slot implements AutoCloseable {
        private final Call call;

        private Slot(Call call) {
            this.call = call;
        }

        public Call call() {
            return call;
        }

        /**
         * Computes the samples in batches with those of other calls. The outputs have the order of the samples; cancelling them removes
         * the samples that still wait.
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
            slots.release();
        }
    }

    /** A slot for the call; refuses it with a time to retry after if there is none. */
    public Slot enter(Call call) {
        int waiting = queue.waiting();
        if (waiting >= batching.queue() || !slots.tryAcquire()) {
            meters.callRefused();
            Duration retryAfter = retryAfter(waiting);
            throw new ScorerException.Overloaded(
                    (calls - slots.availablePermits()) + " of " + calls + " calls are being answered and " + waiting
                            + " of " + batching.queue()
                            + " sites wait, which is the limit of this scorer; try again in "
                            + retryAfter.toMillis() + " ms or add a scorer",
                    retryAfter);
        }
        return new Slot(call);
    }

    /** A slot for the call, which waits for one as long as its caller waits. */
    public Slot enterWaiting(Call call) {
        try {
            do {
                call.check();
            } while (!slots.tryAcquire(CHECK_MILLIS, TimeUnit.MILLISECONDS));
            return new Slot(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped();
        }
    }

    /** An estimate of when half of the waiting samples will be computed. */
    private Duration retryAfter(int waiting) {
        Duration hint = throughput.timeFor(waiting / 2);
        return hint.compareTo(MIN_RETRY) < 0 ? MIN_RETRY : hint.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : hint;
    }

    private void work() {
        BatchRunner runner = new BatchRunner();
        try {
            while (!stopping) {
                BatchQueue.ModelBatch batch = queue.take();
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

    private void compute(BatchRunner runner, BatchQueue.ModelBatch batch) {
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
            throughput.computed(outputs.size(), System.nanoTime() - start);
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

    /** Ends the threads and fails the waiting calls. */
    @Override
    public void close() {
        stopping = true;
        threads.forEach(Thread::interrupt);
        queue.clear().forEach(pending -> pending.fail(stopped()));
    }
}
