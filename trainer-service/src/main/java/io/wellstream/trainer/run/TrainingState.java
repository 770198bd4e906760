package io.wellstream.trainer.run;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.EpochSoFar;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.judge.Evaluation;
import io.wellstream.trainer.judge.Temperature;
import io.wellstream.trainer.plan.RunPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far a run has come, apart from its network. Whatever of it decides what comes next stands in the checkpoint. */
final class TrainingState {
    private long step;
    private int epoch;
    private int index;
    private boolean bitExact = true;
    private Standing standing = Standing.BEGINNING;
    private EpochSoFar soFar = EpochSoFar.getDefaultInstance();
    private final List<EpochFinished> history = new ArrayList<>();

    // Of this process only: measurements, which decide nothing.
    private double lastRate;
    private long samplesSinceStart;
    private Duration starved = Duration.ZERO;
    private long epochStarted = System.nanoTime();

    private TrainingState() {}

    static TrainingState fresh() {
        return new TrainingState();
    }

    /** The state of a checkpoint; resumed in another environment it is marked, from then on, as not bit-exact. */
    static TrainingState resumed(CheckpointComplete checkpoint, Engine engine) {
        TrainingState state = new TrainingState();
        state.step = checkpoint.getStep();
        state.epoch = checkpoint.getEpoch();
        state.index = Math.toIntExact(checkpoint.getIndex());
        state.bitExact = checkpoint.getBitExact() && checkpoint.getEnvironment().equals(engine.environment());
        state.standing = Standing.of(checkpoint);
        state.soFar = checkpoint.getEpochSoFar();
        state.history.addAll(checkpoint.getHistoryList());
        return state;
    }

    /** Batches applied. */
    long step() {
        return step;
    }

    int epoch() {
        return epoch;
    }

    /** The epoch's next batch. */
    int index() {
        return index;
    }

    Standing standing() {
        return standing;
    }

    void stepped(StepResult result, int samples, double rate) {
        step++;
        index++;
        lastRate = rate;
        samplesSinceStart += samples;
        soFar = EpochSoFar.newBuilder()
                .setLossSum(soFar.getLossSum() + result.loss() * samples)
                .setCorrect(soFar.getCorrect() + result.correct())
                .setSamples(soFar.getSamples() + samples)
                .build();
    }

    void starved(Duration waited) {
        starved = starved.plus(waited);
    }

    /** Closes the epoch; what it returns is part of the history that the next checkpoint carries. */
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
        double watched = loss;
        if (validation.isPresent()) {
            Evaluation evaluation = validation.get();
            watched = evaluation.loss(Temperature.UNCALIBRATED);
            finished.setValidationLoss(watched)
                    .setValidationAccuracy((double) evaluation.correct(Temperature.UNCALIBRATED) / evaluation.size())
                    .setValidationWells(evaluation.size());
        }
        standing = standing.after(watched, step);
        history.add(finished.build());
        epoch++;
        index = 0;
        soFar = EpochSoFar.getDefaultInstance();
        samplesSinceStart = 0;
        starved = Duration.ZERO;
        epochStarted = System.nanoTime();
        return finished.build();
    }

    CheckpointComplete checkpoint(ByteString parametersSha256, String environment) {
        CheckpointComplete.Builder checkpoint = CheckpointComplete.newBuilder()
                .setStep(step)
                .setEpoch(epoch)
                .setIndex(index)
                .setParametersSha256(parametersSha256)
                .setEnvironment(environment)
                .setBitExact(bitExact)
                .setEpochSoFar(soFar)
                .addAllHistory(history);
        standing.writeTo(checkpoint);
        return checkpoint.build();
    }
}
