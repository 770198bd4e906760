package io.wellstream.trainer.batches;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BatchDone;
import io.wellstream.proto.v1.BatchFailure;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.trainer.plan.PlannedBatch;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.Trace;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.store.MissingObjectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Delivers batches in their planned order: sends requests, reads the answers and downloads the batches that the window
 * waits for. A batch that is missing in the store counts as not arrived. One that is damaged or not as requested is deleted, so
 * that it is made anew, and counts as an answer that says that the batch could not be made.
 */
public final class BatchFeed implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int DOWNLOADS_AT_ONCE = 4;
    private static final Duration POSTPONED = Duration.ofSeconds(5);

    /** The range of positions to feed, the batch at each, and the request for it. */
    public record Sequence(
            long first, long end, LongFunction<PlannedBatch> batches, Function<PlannedBatch, BatchRequest> requests) {
        BatchRequest request(long position) {
            return requests.apply(batches.apply(position));
        }
    }

    /** Where requests go, answers come from, batches are read, and damaged ones are deleted. */
    public record Channels(
            Function<BatchRequest, CompletableFuture<Void>> requests,
            BatchInbox inbox,
            Function<ObjectRef, byte[]> objects,
            Consumer<ObjectRef> damaged) {}

    private final Sequence sequence;
    private final Channels channels;
    private final BatchWindow<Batch> window;
    private final Semaphore downloads = new Semaphore(DOWNLOADS_AT_ONCE);
    private final Thread reader;
    private final Map<Long, WellId> failedWells = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private BatchFeed(Sequence sequence, Channels channels, IntSupplier width, BatchWindow.Clock clock) {
        this.sequence = sequence;
        this.channels = channels;
        this.window = new BatchWindow<>(sequence.first(), sequence.end(), width, this::request, this::loss, clock);
        this.reader = Thread.ofPlatform().daemon().name("batch-inbox").unstarted(Trace.across(this::readAnswers));
    }

    /** Opens a feed, which reads answers from now on and closes the inbox. */
    public static BatchFeed open(Sequence sequence, Channels channels, IntSupplier width, BatchWindow.Clock clock) {
        BatchFeed feed = new BatchFeed(sequence, channels, width, clock);
        feed.reader.start();
        return feed;
    }

    /**
     * Waits for the next batch and takes it.
     *
     * @param check runs at least once a second while waiting; its exception ends the wait
     * @throws BatchFailedException if workers answered that the batch cannot be made
     */
    public Batch take(Runnable check) throws InterruptedException {
        return window.take(check);
    }

    /**
     * What {@link #take} waits for.
     *
     * @param since when the wait began, in the time of the window's clock
     */
    public String waitingFor(long since) {
        if (!channels.inbox().heardSince(since)) {
            return "augment workers: none answers";
        }
        Optional<String> lacking = window.postponedFor();
        if (lacking.isPresent()) {
            return lacking.get();
        }
        String batch = "batch " + sequence.batches().apply(window.next());
        return window.lastReason().map(reason -> batch + ": " + reason).orElse(batch);
    }

    /** Batches requested and not yet taken. */
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

    /** A request that cannot be sent ends the feed: the broker is unavailable, and no answer can arrive. */
    private void request(long position) {
        CompletableFuture<Void> unused = channels.requests()
                .apply(sequence.request(position))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        window.fail(new KafkaException("cannot send a batch request", failure));
                    }
                });
    }

    private void readAnswers() {
        try (BatchInbox inbox = channels.inbox()) {
            while (!closed) {
                inbox.poll(POLL).forEach(this::accept);
            }
        } catch (RuntimeException
                | Error e) { // an Error too: otherwise the training thread would wait for answers that nobody reads
            window.fail(e);
        }
    }

    private void accept(BatchDone answer) {
        List<Long> awaited =
                window.claim(position -> sequence.batches().apply(position).isAnsweredBy(answer));
        switch (answer.getResultCase()) {
            case READY -> awaited.forEach(position -> download(position, answer.getReady()));
            case FAILED -> awaited.forEach(position -> failed(position, answer.getFailed()));
            case RESULT_NOT_SET -> awaited.forEach(position -> postponed(position, answer.getWaitingFor()));
        }
    }

    /** The worker lacks something that may be there again soon. */
    private void postponed(long position, String reason) {
        if (reason.isEmpty()) {
            window.miss(position, "the answer has no result");
        } else {
            window.postpone(position, reason, POSTPONED);
        }
    }

    private void failed(long position, BatchFailure failure) {
        well(failure).ifPresent(well -> failedWells.put(position, well));
        if (failure.getRetryable()) {
            window.failed(position, reason(failure));
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
            window.miss(position, "the download was interrupted");
        } catch (RuntimeException
                | Error e) { // an Error too: otherwise the training thread would wait for a batch that nobody fetches
            window.fail(e);
        }
    }

    private void fetch(long position, ObjectRef ref) {
        BatchRequest request = sequence.request(position);
        String expected = ObjectKeys.batch(request).path();
        if (!ref.getKey().equals(expected)) {
            window.miss(position, "the answer refers to object " + ref.getKey() + "; expected " + expected);
            return;
        }
        try {
            Batch batch = Batch.decode(channels.objects().apply(ref));
            String difference = difference(request, batch);
            if (difference == null) {
                window.offer(position, batch);
            } else {
                damaged(position, ref, difference);
            }
        } catch (MissingObjectException e) {
            window.miss(position, String.valueOf(e.getMessage()));
        } catch (RejectedException | IllegalArgumentException e) {
            damaged(position, ref, String.valueOf(e.getMessage()));
        }
    }

    private void damaged(long position, ObjectRef ref, String reason) {
        channels.damaged().accept(ref);
        window.failed(position, reason);
    }

    private static @Nullable String difference(BatchRequest request, Batch batch) {
        if (batch.samples() != request.getSamplesCount()
                || batch.channels() != request.getChannels()
                || batch.side() != request.getSide()
                || Batch.depth(request.getKernelVersion())
                        .filter(depth -> depth != batch.depth())
                        .isPresent()) {
            return batch + " has another shape than requested";
        }
        int[] labels = batch.labels();
        for (int sample = 0; sample < labels.length; sample++) {
            int expected = request.getSamples(sample).getLabel();
            if (labels[sample] != expected) {
                return "sample " + sample + " has label " + labels[sample] + "; expected " + expected;
            }
        }
        return null;
    }

    private BatchFailedException loss(long position, int failures, String lastReason) {
        BatchRequest request = sequence.request(position);
        String wells = WellKeys.wellOf(request.getSamples(0).getWell()) + " to "
                + WellKeys.wellOf(
                        request.getSamples(request.getSamplesCount() - 1).getWell());
        String reason =
                failures + " answers said that it could not be made (wells " + wells + "); the last one: " + lastReason;
        return new BatchFailedException(
                sequence.batches().apply(position), reason, Optional.ofNullable(failedWells.get(position)));
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
