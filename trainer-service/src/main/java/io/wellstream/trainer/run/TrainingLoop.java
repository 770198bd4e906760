package io.wellstream.trainer.run;

import io.opentelemetry.api.common.Attributes;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.trainer.batches.BatchFeed;
import io.wellstream.trainer.claim.ClaimLostException;
import io.wellstream.trainer.engine.DivergedException;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.evaluation.Evaluation;
import io.wellstream.trainer.evaluation.Evaluator;
import io.wellstream.trainer.evaluation.LogitRows;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.plan.EvaluationBatch;
import io.wellstream.trainer.plan.LearningRateSchedule;
import io.wellstream.trainer.plan.PlannedBatch;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.trainer.run.TrainingCheckpoints.Start;
import io.wellstream.wire.Trace;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains one network to its last epoch, from the newest readable checkpoint or from scratch. A checkpoint holds the state after
 * each planned batch up to it was applied exactly once, so a resumed run ends in the same parameters.
 */
final class TrainingLoop {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

    /** The result of training: the last checkpoint, and the step whose network is to be published. */
    record Trained(CheckpointComplete last, long chosenStep) {}

    private final RunPlan plan;
    private final ClaimedRun run;
    private final BatchFeeds feeds;
    private final TrainingCheckpoints checkpoints;
    private final TrainerMeters meters;
    private final LearningRateSchedule schedule;

    TrainingLoop(
            RunPlan plan, ClaimedRun run, BatchFeeds feeds, TrainingCheckpoints checkpoints, TrainerMeters meters) {
        this.plan = plan;
        this.run = run;
        this.feeds = feeds;
        this.checkpoints = checkpoints;
        this.meters = meters;
        this.schedule = LearningRateSchedule.of(plan.specification().getLearningRate());
    }

    /**
     * Trains to the end. Training that diverges goes back and continues at half the rate.
     *
     * @param started receives the step at which training begins
     * @throws ClaimLostException or {@link RunCancelledException} before the next step
     * @throws RunStoppedException after saving all steps so far in a checkpoint
     * @throws DivergedException if training diverged again and again
     */
    Trained train(LongConsumer started) throws InterruptedException {
        Start start = checkpoints.newest();
        started.accept(start.state().step());
        while (true) {
            TrainingState state = start.state();
            try (Network network = start.network()) {
                Optional<CheckpointComplete> saved = start.saved();
                return trained(saved.isPresent() && isOver(state) ? saved.get() : trainEpochs(state, network));
            } catch (DivergedException e) {
                start = checkpoints.before(state, e);
            }
        }
    }

    private CheckpointComplete trainEpochs(TrainingState state, Network network) throws InterruptedException {
        long first = plan.position(state.epoch(), state.index());
        long end = plan.position(plan.specification().getEpochs(), 0);
        try (BatchFeed feed = feeds.open(first, end, plan::at)) {
            meters.trainingStarted(feed::outstanding);
            CheckpointComplete last;
            do {
                Attributes epoch = Attributes.of(Trace.RUN, plan.run().name(), Trace.EPOCH, (long) state.epoch());
                last = Trace.span("train epoch", epoch, () -> {
                    trainEpoch(state, network, feed);
                    return endEpoch(state, network, feed);
                });
            } while (!isOver(state));
            return last;
        } catch (RunStoppedException e) {
            if (checkpoints.isBehind(state)) {
                checkpoint(state, network);
            }
            throw e;
        } finally {
            meters.trainingEnded();
        }
    }

    private void trainEpoch(TrainingState state, Network network, BatchFeed feed) throws InterruptedException {
        while (state.index() < plan.batchesPerEpoch()) {
            Batch batch = take(state, feed);
            double scheduled =
                    schedule.rate(state.step(), plan.steps(), state.monitored().plateaus());
            double rate = Math.scalb(scheduled, -state.rateHalvings());
            long started = System.nanoTime();
            MixedBatch mixed = plan.training(state.epoch(), state.index(), batch);
            StepResult result = network.step(mixed, rate, state.step());
            meters.stepped(Duration.ofNanos(System.nanoTime() - started), batch.samples());
            state.stepped(result, batch.samples(), plan.examples().counted(mixed.labels()), rate);
            boolean epochEnds = state.index() == plan.batchesPerEpoch();
            if (!epochEnds && checkpoints.isDue(state)) {
                checkpoint(state, network);
            }
        }
    }

    /**
     * Validates, publishes an event and saves a checkpoint. After a crash the event may be published again; readers rely
     * on the checkpoint.
     */
    private CheckpointComplete endEpoch(TrainingState state, Network network, BatchFeed feed)
            throws InterruptedException {
        EpochFinished finished = validated(state, network, feed);
        LOG.info(
                "epoch run={} epoch={}/{} loss={} accuracy={} validation_accuracy={} validation_wells={} leaking_split={} samples_per_second={}"
                        + " starved_s={}",
                plan.run(),
                finished.getEpoch() + 1,
                finished.getEpochs(),
                finished.getTrainingLoss(),
                finished.getTrainingAccuracy(),
                finished.hasValidationAccuracy() ? finished.getValidationAccuracy() : "none",
                finished.getValidationWells(),
                finished.getLeakingSplit(),
                Math.round(finished.getSamplesPerSecond()),
                Math.round(10 * finished.getStarvedSeconds()) / 10.0);
        run.send(finished);
        meters.ended(finished);
        return checkpoint(state, network);
    }

    private EpochFinished validated(TrainingState state, Network network, BatchFeed feed) throws InterruptedException {
        try (Evaluation validation = new Evaluation(plan.examples().answers(), new LogitRows(run::spool))) {
            Evaluator evaluator = new Evaluator(network);
            for (int i = 0; i < plan.validationBatches(); i++) {
                PlannedBatch batch = plan.at(plan.position(state.epoch(), plan.batchesPerEpoch() + i));
                EvaluationBatch planned = plan.evaluated(batch);
                evaluator.take(planned, plan.evaluated(planned, take(state, feed)), validation);
            }
            return state.endEpoch(
                    plan, run.attempt(), plan.validationBatches() > 0 ? Optional.of(validation) : Optional.empty());
        }
    }

    private CheckpointComplete checkpoint(TrainingState state, Network network) throws InterruptedException {
        long started = System.nanoTime();
        CheckpointComplete saved = checkpoints.save(state, network);
        meters.checkpointed(Duration.ofNanos(System.nanoTime() - started));
        return saved;
    }

    private Batch take(TrainingState state, BatchFeed feed) throws InterruptedException {
        long started = System.nanoTime();
        Batch batch = feeds.take(feed);
        Duration waited = Duration.ofNanos(System.nanoTime() - started);
        state.starved(waited);
        meters.starved(waited);
        return batch;
    }

    private boolean isOver(TrainingState state) {
        int patience = plan.specification().getPatienceEpochs();
        boolean stoppedEarly = patience > 0
                && plan.validationBatches() > 0
                && state.index() == 0
                && state.monitored().epochsWithoutImprovement() >= patience;
        return stoppedEarly || state.epoch() >= plan.specification().getEpochs();
    }

    /** Chooses the best checkpoint if there is validation, else the last one. */
    private Trained trained(CheckpointComplete last) {
        return new Trained(last, plan.validationBatches() > 0 ? last.getBestStep() : last.getStep());
    }
}
