package io.wellstream.trainer.run;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.common.Attributes;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.trainer.batches.BatchFeed;
import io.wellstream.trainer.checkpoint.Checkpoints.Checkpoint;
import io.wellstream.trainer.claim.ClaimLostException;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.evaluation.Evaluation;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import io.wellstream.trainer.plan.LearningRateSchedule;
import io.wellstream.trainer.plan.PlannedBatch;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.wire.Trace;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains one network to its last epoch, from the newest checkpoint or from scratch. A checkpoint holds the state after
 * each planned batch up to it was applied exactly once, so a resumed run ends in the same parameters.
 */
final class TrainingLoop {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

    /** The result of training: the last checkpoint, and the step whose network is to be published. */
    record Trained(CheckpointComplete last, long chosenStep) {}

    private final RunPlan plan;
    private final Engine engine;
    private final ClaimedRun run;
    private final BatchFeeds feeds;
    private final TrainerMeters meters;
    private final LearningRateSchedule schedule;
    private long savedStep;

    TrainingLoop(RunPlan plan, Engine engine, ClaimedRun run, BatchFeeds feeds, TrainerMeters meters) {
        this.plan = plan;
        this.engine = engine;
        this.run = run;
        this.feeds = feeds;
        this.meters = meters;
        this.schedule = LearningRateSchedule.of(plan.specification().getLearningRate());
    }

    /**
     * Trains to the end.
     *
     * @throws ClaimLostException or {@link RunCancelledException} before the next step
     * @throws RunStoppedException after saving all steps so far in a checkpoint
     */
    Trained train() throws InterruptedException {
        Optional<Checkpoint> newest = run.checkpoints().newest();
        TrainingState state;
        Network network;
        try (Checkpoint checkpoint = newest.orElse(null)) { // its file is not needed after the network is restored
            state = checkpoint == null ? TrainingState.fresh() : TrainingState.resumed(checkpoint.complete(), engine);
            savedStep = state.step();
            run.sweeper().sweepBefore(state.epoch(), state.index());
            if (isOver(state)) {
                return trained(newest.orElseThrow().complete());
            }
            network = network(newest, state);
        }
        try (network) {
            return trained(trainEpochs(state, network));
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
            if (state.step() > savedStep) {
                checkpoint(state, network);
            }
            throw e;
        } finally {
            meters.trainingEnded();
        }
    }

    private void trainEpoch(TrainingState state, Network network, BatchFeed feed) throws InterruptedException {
        int every = plan.specification().getCheckpointEverySteps();
        while (state.index() < plan.batchesPerEpoch()) {
            Batch batch = take(state, feed);
            double rate = schedule.rate(
                    state.step(), plan.steps(), state.lossProgress().plateaus());
            long started = System.nanoTime();
            StepResult result = network.step(batch, rate, state.step());
            meters.stepped(Duration.ofNanos(System.nanoTime() - started), batch.samples());
            state.stepped(result, batch.samples(), rate);
            boolean epochEnds = state.index() == plan.batchesPerEpoch();
            if (every > 0 && state.step() % every == 0 && !epochEnds) {
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
        Optional<Evaluation> validation = Optional.empty();
        if (plan.validationBatches() > 0) {
            Evaluation evaluation = new Evaluation();
            for (int i = 0; i < plan.validationBatches(); i++) {
                PlannedBatch batch = plan.at(plan.position(state.epoch(), plan.batchesPerEpoch() + i));
                evaluation.add(plan.examplesOf(batch), network.logits(take(state, feed)));
            }
            validation = Optional.of(evaluation);
        }
        EpochFinished finished = state.endEpoch(plan, run.attempt(), validation);
        LOG.info(
                "epoch run={} epoch={}/{} loss={} accuracy={} validation_accuracy={} samples_per_second={} starved_s={}",
                plan.run(),
                finished.getEpoch() + 1,
                finished.getEpochs(),
                finished.getTrainingLoss(),
                finished.getTrainingAccuracy(),
                finished.hasValidationAccuracy() ? finished.getValidationAccuracy() : "none",
                Math.round(finished.getSamplesPerSecond()),
                Math.round(10 * finished.getStarvedSeconds()) / 10.0);
        run.send(finished);
        meters.ended(finished);
        return checkpoint(state, network);
    }

    private CheckpointComplete checkpoint(TrainingState state, Network network) {
        long started = System.nanoTime();
        CheckpointComplete complete =
                state.checkpoint(ByteString.copyFrom(network.parametersSha256()), engine.environment());
        CheckpointComplete saved = run.saveCheckpoint(complete, network);
        savedStep = saved.getStep();
        Set<Long> kept = new TreeSet<>(Set.of(saved.getStep()));
        if (plan.validationBatches() > 0 && saved.getBestStep() > 0) {
            kept.add(saved.getBestStep());
        }
        run.checkpoints().keepOnly(kept);
        run.sweeper().sweepBefore(state.epoch(), state.index());
        meters.checkpointed(Duration.ofNanos(System.nanoTime() - started));
        return saved;
    }

    private Batch take(TrainingState state, BatchFeed feed) throws InterruptedException {
        long started = System.nanoTime();
        Batch batch = feed.take(run::checkContinue);
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
                && state.lossProgress().epochsWithoutImprovement() >= patience;
        return stoppedEarly || state.epoch() >= plan.specification().getEpochs();
    }

    /** Chooses the best checkpoint if there is validation, else the last one. */
    private Trained trained(CheckpointComplete last) {
        return new Trained(last, plan.validationBatches() > 0 ? last.getBestStep() : last.getStep());
    }

    private Network network(Optional<Checkpoint> newest, TrainingState state) {
        if (newest.isPresent()) {
            return engine.restore(newest.get().network().path(), state.step());
        }
        TrainingSettings settings = new TrainingSettings(
                Optimizer.parse(plan.specification().getOptimizer()),
                plan.specification().getLabelSmoothing(),
                plan.specification().getGradientClip());
        return engine.create(spec(), settings, plan.specification().getSeed());
    }

    private NetworkSpec spec() {
        var requested = plan.specification().getNetwork();
        try {
            NetworkSettings settings = new NetworkSettings(
                    requested.getName(),
                    requested.getBlocks(),
                    requested.getWidth(),
                    requested.getDropout(),
                    requested.getL2(),
                    requested.getDense());
            return NetworkSpecs.named(
                    settings,
                    plan.data().channels(),
                    plan.specification().getImageSide(),
                    plan.examples().classes().size());
        } catch (IllegalArgumentException e) {
            throw new RefusedRunException("network: " + e.getMessage());
        }
    }
}
