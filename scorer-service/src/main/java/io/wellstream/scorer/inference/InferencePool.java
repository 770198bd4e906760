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
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run networks, and the slots of the calls that may use them. A call without a slot is refused at once instead of waiting
 * without limit; a call with a slot has at most {@link #CHUNKS_PER_CALL} chunks in the queue, so the queue is bounded. Each thread runs whole
 * batches; networks start no threads, so several models together never use more threads than there are cores. A thread that ends with an
 * error fails its batch and is replaced; what waits is computed by the others.
 */
public final class InferencePool implements AutoCloseable {
    public static final int CHUNKS_PER_CALL = 2;
    private static final Logger LOG = LoggerFactory.getLogger(InferencePool.class);
    private static final long CHECK_MILLIS = 100;
    private static final Duration MIN_RETRY = Duration.ofMillis(100);
    private static final Duration MAX_RETRY = Duration.ofSeconds(30);
    private static final Duration NO_MEMORY_RETRY = Duration.ofSeconds(1);

    private final Batching batching;
    private final int calls;
    private final ScorerMeters meters;
    private final Semaphore slots;
    private final BatchQueue queue;
    private final Throughput throughput;
    private final InferenceThreads threads;
    private volatile boolean stopping;

    /**
     * How samples are grouped into batches.
     *
     * @param threads that run batches; best as many as cores
     * @param maxBatch largest batch, in samples
     * @param maxDelay the longest time that samples wait for others while a thread is free
     * @param queue samples that may wait; when more do, new calls are refused
     * @param bufferBytes memory outside the heap that the buffers of all threads may use; batches are smaller if they need more
     */
    public record Batching(int threads, int maxBatch, Duration maxDelay, int queue, long bufferBytes) {
        public Batching {
            if (threads < 1 || maxBatch < 1 || maxDelay.isNegative() || queue < 1 || bufferBytes < 1) {
                throw new IllegalArgumentException(threads + " threads, batches of " + maxBatch + ", a delay of "
                        + maxDelay + ", a queue of " + queue + ", buffers of " + bufferBytes
                        + " bytes; expected 1 or more of each, and no negative delay");
            }
        }
    }

    /** @param calls how many calls are answered concurrently */
    public InferencePool(Batching batching, int calls, ScorerMeters meters) {
        this.batching = batching;
        this.calls = calls;
        this.meters = meters;
        this.slots = new Semaphore(calls);
        this.queue =
                new BatchQueue(batching.maxBatch(), batching.maxDelay(), batching.bufferBytes() / batching.threads());
        this.throughput = new Throughput(batching.threads());
        meters.watchQueue(queue::waiting, () -> calls - slots.availablePermits());
        this.threads = new InferenceThreads(batching.threads(), this::work, meters::inferenceThreadDied);
        meters.watchThreads(threads::running);
    }

    /** What keeps this pool from computing at its full speed, after starting the threads that do not run; empty if nothing does. */
    public List<String> lacking() {
        threads.replaceMissing();
        int running = threads.running();
        return running == batching.threads()
                ? List.of()
                : List.of("inference threads: " + running + " of " + batching.threads() + " run");
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
            } while (!admits());
            return new Slot(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped();
        }
    }

    /** Takes a slot within a moment; not while too many samples wait, as for calls that do not wait. */
    private boolean admits() throws InterruptedException {
        if (!slots.tryAcquire(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
            return false;
        }
        if (queue.waiting() < batching.queue()) {
            return true;
        }
        slots.release();
        TimeUnit.MILLISECONDS.sleep(CHECK_MILLIS);
        return false;
    }

    /** An estimate of when half of the waiting samples will be computed. */
    private Duration retryAfter(int waiting) {
        Duration hint = throughput.timeFor(waiting / 2);
        return hint.compareTo(MIN_RETRY) < 0 ? MIN_RETRY : hint.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : hint;
    }

    private void work() {
        BatchRunner runner = new BatchRunner();
        while (!stopping) {
            try {
                BatchQueue.ModelBatch batch = queue.take();
                try {
                    compute(runner, batch);
                } finally {
                    queue.done();
                }
            } catch (InterruptedException e) {
                LOG.debug("an inference thread was interrupted", e); // by the end of the pool, or by mistake
            }
        }
    }

    private void compute(BatchRunner runner, BatchQueue.ModelBatch batch) {
        try {
            List<BatchQueue.Entry> wanted = batch.entries().stream()
                    .filter(entry -> !entry.pending().isOver())
                    .toList();
            if (!wanted.isEmpty()) {
                answer(runner, batch.model(), wanted);
            }
        } catch (RuntimeException e) {
            fail(batch, e);
        } catch (OutOfMemoryError e) {
            fail(batch, noMemory(batch, e));
            throw e;
        } catch (Error e) {
            fail(batch, e);
            throw e;
        }
    }

    private void answer(BatchRunner runner, LoadedModel model, List<BatchQueue.Entry> wanted) {
        long start = System.nanoTime();
        meters.batched(wanted.size(), start - wanted.getFirst().pending().askedNanos());
        List<NetworkOutput> outputs = meters.inferring(() -> run(runner, model, wanted));
        for (int i = 0; i < outputs.size(); i++) {
            wanted.get(i).pending().answer(wanted.get(i).index(), outputs.get(i));
        }
        throughput.computed(outputs.size(), System.nanoTime() - start);
    }

    private static void fail(BatchQueue.ModelBatch batch, Throwable cause) {
        batch.entries().forEach(entry -> entry.pending().fail(cause));
    }

    private static ScorerException noMemory(BatchQueue.ModelBatch batch, OutOfMemoryError cause) {
        return new ScorerException.Overloaded(
                "this scorer has no memory left for " + batch.entries().size() + " sites of model '"
                        + batch.model().name() + "' (" + cause.getMessage()
                        + "); try again in a second, allow it more with -XX:MaxDirectMemorySize, or let it run fewer"
                        + " threads (wellstream.scorer.threads)",
                NO_MEMORY_RETRY);
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
        threads.close();
        queue.clear().forEach(pending -> pending.fail(stopped()));
    }
}
