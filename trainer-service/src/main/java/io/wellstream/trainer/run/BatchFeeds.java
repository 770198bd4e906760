package io.wellstream.trainer.run;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.trainer.batches.BatchFeed;
import io.wellstream.trainer.batches.BatchInbox;
import io.wellstream.trainer.batches.BatchInbox.Answers;
import io.wellstream.trainer.batches.BatchWindow;
import io.wellstream.trainer.batches.LiveWorkers;
import io.wellstream.trainer.plan.PlannedBatch;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.wire.keys.RunId;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Opens the batch feeds of one run, and waits for their batches. A feed subscribes to the answers before its first request. */
public final class BatchFeeds {
    /**
     * How this trainer and the augment workers reach each other.
     *
     * @param answers subscribes to the answers for a run, from the moment of the call on
     * @param clock the time, and when an unanswered request is repeated
     * @param mostBatches the most batches requested and not yet taken, however many workers there are
     */
    public record Exchange(Function<RunId, Answers> answers, BatchWindow.Clock clock, int mostBatches) {
        /** The same with no more batches than this. */
        Exchange holding(int batches) {
            return new Exchange(answers, clock, Math.min(mostBatches, batches));
        }
    }

    private final RunPlan plan;
    private final ClaimedRun run;
    private final Exchange exchange;
    private final TrainerMeters meters;
    private final LiveWorkers workers;
    private final BatchTaker taker;

    BatchFeeds(RunPlan plan, ClaimedRun run, Exchange exchange, TrainerMeters meters) {
        this.plan = plan;
        this.run = run;
        this.exchange = exchange;
        this.meters = meters;
        this.workers = new LiveWorkers(exchange.mostBatches(), exchange.clock().nanos());
        this.taker = new BatchTaker(run, meters, exchange.clock().nanos());
    }

    /** Feeds the batches at the positions from {@code first} up to, not including, {@code end}. */
    BatchFeed open(long first, long end, LongFunction<PlannedBatch> batches) {
        BatchInbox inbox = new BatchInbox(exchange.answers().apply(run.id()), run.id(), run.attempt(), workers);
        return BatchFeed.open(
                new BatchFeed.Sequence(first, end, batches, batch -> plan.request(batch, run.attempt())),
                new BatchFeed.Channels(this::request, inbox, run::get, run::deleteDamaged),
                workers::windowWidth,
                exchange.clock());
    }

    /** Waits for the next batch of a feed, as {@link BatchTaker#take}. */
    Batch take(BatchFeed feed) throws InterruptedException {
        return taker.take(feed);
    }

    private CompletableFuture<Void> request(BatchRequest request) {
        meters.requested();
        return run.request(request);
    }
}
