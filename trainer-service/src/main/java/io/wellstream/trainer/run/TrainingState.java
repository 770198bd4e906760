package io.wellstream.trainer.run;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.EpochSoFar;
import io.wellstream.proto.v1.StartReport;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.evaluation.Evaluation;
import io.wellstream.trainer.evaluation.Temperature;
import io.wellstream.trainer.plan.BestBy;
import io.wellstream.trainer.plan.RunPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The progress of a run, apart from its network. A checkpoint contains all of it that affects later training. */
final class TrainingState {
    private long step;
    private int epoch;
    private int index;
    private boolean bitExact = true;
    private int rateHalvings;
    private final BestBy bestBy;
    private final Optional<StartReport> start;
    private MonitoredMetric monitored = MonitoredMetric.NONE;
    private EpochSoFar soFar = EpochSoFar.getDefaultInstance();
    private final List<EpochFinished> history = new ArrayList<>();

    // Measurements of this process only; training does not depend on them.
    private double lastRate;
    private long samplesSinceStart;
    private Duration starved = Duration.ZERO;
    private long epochStarted = System.nanoTime();

    private TrainingState(BestBy bestBy, Optional<StartReport> start) {
        this.bestBy = bestBy;
        this.start = start;
    }

    /** @param start what the network took from a model that the run began with */
    static TrainingState fresh(BestBy bestBy, Optional<StartReport> start) {
        return new TrainingState(bestBy, start);
    }

    /**
     * The state in a checkpoint. A run resumed in another environment is marked as not bit-exact from then on.
     *
     * @param baseRate of the run now; halvings of another base rate no longer count
     */
    static TrainingState resumed(CheckpointComplete checkpoint, BestBy bestBy, Engine engine, double baseRate) {
        TrainingState state = new TrainingState(
                bestBy, checkpoint.hasStart() ? Optional.of(checkpoint.getStart()) : Optional.empty());
        state.step = checkpoint.getStep();
        state.epoch = checkpoint.getEpoch();
        state.index = Math.toIntExact(checkpoint.getIndex());
        state.bitExact = checkpoint.getBitExact() && checkpoint.getEnvironment().equals(engine.environment());
        state.rateHalvings = checkpoint.getHalvedRate() == baseRate ? checkpoint.getRateHalvings() : 0;
        state.monitored = MonitoredMetric.of(checkpoint, bestBy);
        state.soFar = checkpoint.getEpochSoFar();
        state.history.addAll(checkpoint.getHistoryList());
        return state;
    }

    /** Training batches applied so far. */
    long step() {
        return step;
    }

    int epoch() {
        return epoch;
    }

    /** The index of the epoch's next batch. */
    int index() {
        return index;
    }

    MonitoredMetric monitored() {
        return monitored;
    }

    /** How often training has gone back to an earlier step and halved the learning rate. */
    int rateHalvings() {
        return rateHalvings;
    }

    /**
     * Goes on from here at a lower rate, after training diverged at a later step.
     *
     * @param halvings of the rate, from now on
     * @param exact whether any other process would have gone back to this step, too
     */
    void goesOnAfterDivergence(int halvings, boolean exact) {
        rateHalvings = halvings;
        bitExact &= exact;
    }

    /**
     * Adds a step.
     *
     * @param samples of its batch
     * @param counted those of them that the result is of
     */
    void stepped(StepResult result, int samples, int counted, double rate) {
        step++;
        index++;
        lastRate = rate;
        samplesSinceStart += samples;
        soFar = EpochSoFar.newBuilder()
                .setLossSum(soFar.getLossSum() + result.loss() * counted)
                .setCorrect(soFar.getCorrect() + result.correct())
                .setSamples(soFar.getSamples() + counted)
                .build();
    }

    void starved(Duration waited) {
        starved = starved.plus(waited);
    }

    /** Ends the epoch. The returned summary is also part of the history in the next checkpoint. */
    EpochFinished endEpoch(RunPlan plan, int attempt, Optional<Evaluation> validation) {
        double seconds = (System.nanoTime() - epochStarted) / 1e9;
        double loss = soFar.getLossSum() / soFar.getSamples();
        EpochFinished.Builder finished = EpochFinished.newBuilder()
                .setRun(plan.run().name())
                .setDataset(plan.data().id().name())
                .setCellType(plan.specification().getCellType())
                .setAttempt(attempt)
                .setEpoch(epoch)
                .setEpochs(plan.specification().getEpochs())
                .setStep(step)
                .setTrainingLoss(loss)
                .setTrainingAccuracy((double) soFar.getCorrect() / soFar.getSamples())
                .setLearningRate(lastRate)
                .setSamplesPerSecond(samplesSinceStart / seconds)
                .setStarvedSeconds(starved.toNanos() / 1e9)
                .setEpochSeconds(seconds)
                .setFinishedAtMs(System.currentTimeMillis());
        validation.ifPresent(evaluation -> finished.setValidationLoss(evaluation.loss(Temperature.UNCALIBRATED))
                .setValidationAccuracy(evaluation.accuracy(Temperature.UNCALIBRATED))
                .setValidationWells(evaluation.size())
                .setLeakingSplit(plan.examples().split().leaks()));
        monitored = monitored.after(MonitoredMetric.valueOf(finished.build(), bestBy), step);
        history.add(finished.build());
        epoch++;
        index = 0;
        soFar = EpochSoFar.getDefaultInstance();
        samplesSinceStart = 0;
        starved = Duration.ZERO;
        epochStarted = System.nanoTime();
        return finished.build();
    }

    CheckpointComplete checkpoint(ByteString parametersSha256, String environment, double baseRate) {
        CheckpointComplete.Builder checkpoint = CheckpointComplete.newBuilder()
                .setStep(step)
                .setEpoch(epoch)
                .setIndex(index)
                .setParametersSha256(parametersSha256)
                .setEnvironment(environment)
                .setBitExact(bitExact)
                .setEpochSoFar(soFar)
                .addAllHistory(history);
        if (rateHalvings > 0) {
            checkpoint.setRateHalvings(rateHalvings).setHalvedRate(baseRate);
        }
        start.ifPresent(checkpoint::setStart);
        monitored.writeTo(checkpoint, bestBy);
        return checkpoint.build();
    }
}
