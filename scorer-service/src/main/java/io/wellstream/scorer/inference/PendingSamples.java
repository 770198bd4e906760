package io.wellstream.scorer.inference;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.scorer.model.NetworkOutput;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Samples of one call for one model, and their outputs once the last sample is computed. */
final class PendingSamples {
    private final LoadedModel model;
    private final List<Batch.Sample> samples;
    private final boolean embedding;
    private final Call call;
    private final long askedNanos = System.nanoTime();
    private final NetworkOutput[] outputs; // [sample]; each is written once, by the thread that computes the sample
    private final AtomicInteger missing;
    private final CompletableFuture<List<NetworkOutput>> answer = new CompletableFuture<>();

    /** The first sample that no thread has taken; guarded by the queue's lock. */
    private int next;

    /** @param embedding whether embeddings are computed too */
    PendingSamples(LoadedModel model, List<Batch.Sample> samples, boolean embedding, Call call) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("a call for no samples");
        }
        this.model = model;
        this.samples = List.copyOf(samples);
        this.embedding = embedding;
        this.call = call;
        this.outputs = new NetworkOutput[samples.size()];
        this.missing = new AtomicInteger(samples.size());
    }

    LoadedModel model() {
        return model;
    }

    Call call() {
        return call;
    }

    boolean wantsEmbedding() {
        return embedding;
    }

    long askedNanos() {
        return askedNanos;
    }

    Batch.Sample sample(int index) {
        return samples.get(index);
    }

    /** How many samples no thread has taken; requires the queue's lock. */
    int waiting() {
        return samples.size() - next;
    }

    /** Takes the next sample; requires the queue's lock. */
    int takeNext() {
        return next++;
    }

    /** Whether the outputs are no longer needed; if the call has ended, they fail with the reason. */
    boolean isOver() {
        if (answer.isDone()) {
            return true;
        }
        try {
            call.check();
            return false;
        } catch (ScorerException e) {
            fail(e);
            return true;
        }
    }

    void answer(int index, NetworkOutput output) {
        outputs[index] = output;
        if (missing.decrementAndGet() == 0) {
            answer.complete(List.of(outputs));
        }
    }

    void fail(Throwable cause) {
        answer.completeExceptionally(cause);
    }

    /** The outputs in the order of the samples. */
    CompletableFuture<List<NetworkOutput>> answer() {
        return answer;
    }
}
