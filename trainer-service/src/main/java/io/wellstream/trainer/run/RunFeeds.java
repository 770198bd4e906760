package io.wellstream.trainer.run;

import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.trainer.TrainerMeters;
import io.wellstream.trainer.batches.BatchFeed;
import io.wellstream.trainer.batches.BatchInbox;
import io.wellstream.trainer.batches.BatchInbox.Answers;
import io.wellstream.trainer.batches.BatchWindow;
import io.wellstream.trainer.batches.LiveWorkers;
import io.wellstream.trainer.batches.Patience;
import io.wellstream.trainer.plan.PlannedBatch;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.wire.keys.RunId;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Opens the feeds of one run: its answers are listened for before anything is asked. */
public final class RunFeeds {
    /**
     * How this trainer and its workers reach each other.
     *
     * @param answers to a run, from the moment of the call on
     * @param mostBatches asked for and not taken, however many workers there are
     */
    public record Exchange(Function<RunId, Answers> answers, Patience patience, int mostBatches) {}

    private final RunPlan plan;
    private final RunEffects effects;
    private final Exchange exchange;
    private final TrainerMeters meters;
    private final LiveWorkers workers;

    public RunFeeds(RunPlan plan, RunEffects effects, Exchange exchange, TrainerMeters meters) {
        this.plan = plan;
        this.effects = effects;
        this.exchange = exchange;
        this.meters = meters;
        this.workers = new LiveWorkers(exchange.mostBatches(), System::nanoTime);
    }

    /** Feeds the batches that stand at the positions from {@code first} to before {@code end}. */
    public BatchFeed open(long first, long end, LongFunction<PlannedBatch> batches) {
        BatchInbox inbox =
                new BatchInbox(exchange.answers().apply(effects.run()), effects.run(), effects.attempt(), workers);
        return BatchFeed.open(
                new BatchFeed.Sequence(first, end, batches, batch -> plan.request(batch, effects.attempt())),
                new BatchFeed.Channels(this::ask, inbox, effects::get),
                workers::windowWidth,
                BatchWindow.Clock.system(exchange.patience()));
    }

    private CompletableFuture<Void> ask(BatchRequest request) {
        meters.requested();
        return effects.ask(request);
    }
}
