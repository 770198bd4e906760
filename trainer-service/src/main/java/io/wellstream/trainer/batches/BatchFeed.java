package io.wellstream.trainer.batches;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BatchDone;
import io.wellstream.proto.v1.BatchFailure;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.SampleRequest;
import io.wellstream.trainer.plan.PlannedBatch;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.Trace;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.WellKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Batches in their planned order: asks for them, reads the answers, downloads what the window awaits and hands it over.
 * A batch that is missing in the store, torn, or not what was asked for counts as not arrived.
 */
public final class BatchFeed implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int DOWNLOADS_AT_ONCE = 4;

    /** The run of positions to feed, and what stands at each. */
    public record Sequence(
            long first, long end, LongFunction<PlannedBatch> batches, Function<PlannedBatch, BatchRequest> requests) {
        BatchRequest request(long position) {
            return requests.apply(batches.apply(position));
        }
    }

    /** The ways out and in: requests go to the workers, answers come back, objects are read. */
    public record Channels(
            Function<BatchRequest, CompletableFuture<Void>> requests,
            BatchInbox inbox,
            Function<ObjectRef, byte[]> objects) {}

    private final Sequence sequence;
    private final Channels channels;
    private final BatchWindow<Batch> window;
    private final Semaphore downloads = new Semaphore(DOWNLOADS_AT_ONCE);
    private final Thread reader;
    private final Map<Long, WellId> blamed = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private BatchFeed(Sequence sequence, Channels channels, IntSupplier width, BatchWindow.Clock clock) {
        this.sequence = sequence;
        this.channels = channels;
        this.window = new BatchWindow<>(sequence.first(), sequence.end(), width, this::ask, this::loss, clock);
        this.reader = Thread.ofPlatform().daemon().name("batch-inbox").unstarted(Trace.across(this::readAnswers));
    }

    /** A feed that reads answers from now on; it owns the inbox. */
    public static BatchFeed open(Sequence sequence, Channels channels, IntSupplier width, BatchWindow.Clock clock) {
        BatchFeed feed = new BatchFeed(sequence, channels, width, clock);
        feed.reader.start();
        return feed;
    }

    /**
     * The next batch; waits for it.
     *
     * @param stillWanted runs at least once a second while waiting; what it throws ends the wait
     * @throws BatchFailedException if it cannot be had
     */
    public Batch take(Runnable stillWanted) throws InterruptedException {
        return window.take(stillWanted);
    }

    /** Batches asked for and not taken. */
    public int outstanding() {
        return window.outstanding();
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A request that the broker does not take ends the feed: nothing would answer it, and the broker is gone. */
    private void ask(long position) {
        CompletableFuture<Void> unused = channels.requests()
                .apply(sequence.request(position))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        window.fail(new KafkaException("a batch request was not sent", failure));
                    }
                });
    }

    private void readAnswers() {
        try (BatchInbox inbox = channels.inbox()) {
            while (!closed) {
                inbox.poll(POLL).forEach(this::accept);
            }
        } catch (RuntimeException e) {
            window.fail(e);
        }
    }

    private void accept(BatchDone answer) {
        List<Long> awaited =
                window.claim(position -> sequence.batches().apply(position).isOf(answer));
        switch (answer.getResultCase()) {
            case READY -> awaited.forEach(position -> download(position, answer.getReady()));
            case FAILED -> awaited.forEach(position -> failed(position, answer.getFailed()));
            case RESULT_NOT_SET -> awaited.forEach(position -> window.miss(position, "an answer without a result"));
        }
    }

    private void failed(long position, BatchFailure failure) {
        well(failure).ifPresent(well -> blamed.put(position, well));
        if (failure.getRetryable()) {
            window.miss(position, reason(failure));
        } else {
            window.fail(new BatchFailedException(sequence.batches().apply(position), reason(failure), well(failure)));
        }
    }

    private void download(long position, ObjectRef ref) {
        Thread.ofVirtual().name("batch-download").start(Trace.across(() -> downloadInTurn(position, ref)));
    }

    private void downloadInTurn(long position, ObjectRef ref) {
        try {
            downloads.acquire();
            try {
                fetch(position, ref);
            } finally {
                downloads.release();
            }
        } catch (InterruptedException e) {
            window.miss(position, "download interrupted");
        } catch (RuntimeException e) {
            window.fail(e);
        }
    }

    private void fetch(long position, ObjectRef ref) {
        BatchRequest request = sequence.request(position);
        String expected = ObjectKeys.batch(request).path();
        if (!ref.getKey().equals(expected)) {
            window.miss(position, "an answer with object " + ref.getKey() + "; expected " + expected);
            return;
        }
        try {
            Batch batch = Batch.decode(channels.objects().apply(ref));
            String difference = difference(request, batch);
            if (difference == null) {
                window.offer(position, batch);
            } else {
                window.miss(position, difference);
            }
        } catch (RejectedException | IllegalArgumentException e) {
            window.miss(position, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String difference(BatchRequest request, Batch batch) {
        if (batch.samples() != request.getSamplesCount()
                || batch.channels() != request.getChannels()
                || batch.side() != request.getSide()) {
            return batch + " is not of the shape that was asked for";
        }
        List<Integer> labels =
                request.getSamplesList().stream().map(SampleRequest::getLabel).toList();
        for (int sample = 0; sample < labels.size(); sample++) {
            if (batch.labels()[sample] != labels.get(sample)) {
                return "sample " + sample + " has label " + batch.labels()[sample] + "; expected " + labels.get(sample);
            }
        }
        return null;
    }

    private BatchFailedException loss(long position, int asked, @Nullable String lastReason) {
        BatchRequest request = sequence.request(position);
        String wells = WellKeys.wellOf(request.getSamples(0).getWell()) + " to "
                + WellKeys.wellOf(
                        request.getSamples(request.getSamplesCount() - 1).getWell());
        String reason = "asked for " + asked + " times and never came (wells " + wells + "); last reason: "
                + (lastReason == null ? "no worker answered" : lastReason);
        return new BatchFailedException(
                sequence.batches().apply(position), reason, Optional.ofNullable(blamed.get(position)));
    }

    private static String reason(BatchFailure failure) {
        return failure.hasWell()
                ? failure.getReason() + " (well " + WellKeys.wellOf(failure.getWell()) + ", site " + failure.getSite()
                        + ")"
                : failure.getReason();
    }

    private static Optional<WellId> well(BatchFailure failure) {
        return failure.hasWell() ? Optional.of(WellKeys.wellOf(failure.getWell())) : Optional.empty();
    }
}
