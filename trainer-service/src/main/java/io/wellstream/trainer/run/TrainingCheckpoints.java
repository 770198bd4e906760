package io.wellstream.trainer.run;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.trainer.checkpoint.Checkpoints.Checkpoint;
import io.wellstream.trainer.engine.CorruptCheckpointException;
import io.wellstream.trainer.engine.DivergedException;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.plan.BestBy;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.wire.store.ObjectFile;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run in training: when one is saved, which ones are kept, and from which one training begins. A
 * checkpoint is planned if its step follows from the plan alone: the end of an epoch, or a multiple of the specified steps.
 * Others are saved by time. Training that diverged goes back to a planned step, so that every process that trains this run
 * goes back to the same one.
 */
final class TrainingCheckpoints {
    /** How often training that diverged goes back and halves its rate before the run fails. */
    static final int MOST_HALVINGS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(TrainingCheckpoints.class);

    /**
     * Where training begins.
     *
     * @param saved the checkpoint; empty if training begins at step 0
     */
    record Start(TrainingState state, Network network, Optional<CheckpointComplete> saved) {}

    private final RunPlan plan;
    private final Engine engine;
    private final ClaimedRun run;
    private final LongSupplier nanos;
    private final Duration longest;
    private long savedAt;
    private long savedStep;

    TrainingCheckpoints(RunPlan plan, Engine engine, ClaimedRun run, LongSupplier nanos) {
        this.plan = plan;
        this.engine = engine;
        this.run = run;
        this.nanos = nanos;
        this.longest = Duration.ofMinutes(plan.specification().getCheckpointEveryMinutes());
    }

    /** The newest checkpoint that can be restored, or step 0. */
    Start newest() throws InterruptedException {
        Start start = from(Long.MAX_VALUE);
        run.sweeper().sweepBefore(start.state().epoch(), start.state().index());
        return start;
    }

    /**
     * The planned checkpoint before the step at which training diverged, at half the rate.
     *
     * @throws DivergedException if the rate has been halved often enough
     */
    Start before(TrainingState diverged, DivergedException cause) throws InterruptedException {
        int halvings = diverged.rateHalvings() + 1;
        if (halvings > MOST_HALVINGS) {
            throw new DivergedException(MOST_HALVINGS, cause);
        }
        long planned = plannedUpTo(diverged.step());
        Start start = from(planned);
        start.state().goesOnAfterDivergence(halvings, start.state().step() == planned);
        run.checkpoints().discardAfter(start.state().step());
        LOG.warn(
                "diverged run={} step={} back_to_step={} rate_halvings={} reason={}",
                run.id(),
                diverged.step(),
                start.state().step(),
                halvings,
                cause.getMessage());
        return start;
    }

    /** Whether a checkpoint must be saved now, before the end of the epoch. */
    boolean isDue(TrainingState state) {
        int every = plan.specification().getCheckpointEverySteps();
        boolean planned = every > 0 && state.step() % every == 0;
        boolean overdue = longest.isPositive() && nanos.getAsLong() - savedAt >= longest.toNanos();
        return planned || overdue;
    }

    /** Whether steps have been made since the last checkpoint. */
    boolean isBehind(TrainingState state) {
        return state.step() > savedStep;
    }

    /** Saves a checkpoint, and deletes older ones and the batches that it covers. */
    CheckpointComplete save(TrainingState state, Network network) throws InterruptedException {
        run.space().freeing(() -> {
            int unused = run.sweeper().sweepBefore(state.epoch(), state.index()); // a resumed run has them made again
        });
        CheckpointComplete complete =
                state.checkpoint(ByteString.copyFrom(network.parametersSha256()), engine.environment(), baseRate());
        CheckpointComplete saved;
        try (ObjectFile file = run.spool(network::save)) {
            saved = run.checkpoints().save(complete, file);
        }
        // The one before is kept in case that this one turns out to be damaged.
        Set<Long> kept = new TreeSet<>(List.of(saved.getStep(), savedStep, plannedUpTo(saved.getStep())));
        if (plan.validationBatches() > 0 && saved.getBestStep() > 0) {
            kept.add(saved.getBestStep());
        }
        run.checkpoints().keepOnly(kept);
        savedIs(saved.getStep());
        run.sweeper().sweepBefore(state.epoch(), state.index());
        return saved;
    }

    private Start from(long lastStep) throws InterruptedException {
        Start start = restored(run.checkpoints().upTo(lastStep).iterator());
        savedIs(start.state().step());
        return start;
    }

    private Start restored(Iterator<Checkpoint> newestFirst) throws InterruptedException {
        while (newestFirst.hasNext()) {
            Optional<Start> start = restored(newestFirst.next());
            if (start.isPresent()) {
                return start.get();
            }
        }
        FirstNetwork first = FirstNetwork.of(plan, engine, run);
        return new Start(TrainingState.fresh(bestBy(), first.report()), frozen(first.network()), Optional.empty());
    }

    private Optional<Start> restored(Checkpoint checkpoint) {
        CheckpointComplete complete = checkpoint.complete();
        try (checkpoint) {
            Network network = frozen(engine.restore(checkpoint.network().path(), complete.getStep()));
            return Optional.of(new Start(
                    TrainingState.resumed(complete, bestBy(), engine, baseRate()), network, Optional.of(complete)));
        } catch (CorruptCheckpointException e) {
            LOG.warn(
                    "unreadable checkpoint run={} step={} reason={}; taking the one before",
                    run.id(),
                    complete.getStep(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private void savedIs(long step) {
        savedStep = step;
        savedAt = nanos.getAsLong();
    }

    private long plannedUpTo(long step) {
        int every = plan.specification().getCheckpointEverySteps();
        long epochEnd = step - step % plan.batchesPerEpoch();
        return every > 0 ? Math.max(epochEnd, step - step % every) : epochEnd;
    }

    private BestBy bestBy() {
        return BestBy.of(plan.specification());
    }

    private double baseRate() {
        return plan.specification().getLearningRate().getBase();
    }

    private Network frozen(Network network) {
        if (plan.specification().getFrozenBlocks() > 0) {
            network.freeze(plan.specification().getFrozenBlocks());
        }
        return network;
    }
}
