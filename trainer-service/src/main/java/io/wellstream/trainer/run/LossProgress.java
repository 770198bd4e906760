package io.wellstream.trainer.run;

import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.trainer.plan.LearningRateSchedule.Plateau;

/**
 * How the monitored loss has developed: the validation loss, or the training loss in a run without validation. Early
 * stopping, the choice of the best checkpoint and the plateau schedule depend on it.
 *
 * @param bestStep the step with the best loss; 0 before the end of the first epoch
 * @param sincePlateau epochs without a better loss since the best one or since the rate was last lowered
 */
record LossProgress(double bestLoss, long bestStep, int epochsWithoutImprovement, int plateaus, int sincePlateau) {
    static final LossProgress NONE = new LossProgress(Double.POSITIVE_INFINITY, 0, 0, 0, 0);

    static LossProgress of(CheckpointComplete checkpoint) {
        return checkpoint.getBestStep() == 0
                ? NONE
                : new LossProgress(
                        checkpoint.getBestValidationLoss(),
                        checkpoint.getBestStep(),
                        checkpoint.getEpochsWithoutImprovement(),
                        checkpoint.getPlateaus(),
                        checkpoint.getEpochsSincePlateau());
    }

    /** The progress after one more epoch, which ended at this step with this loss. */
    LossProgress after(double loss, long step) {
        if (loss < bestLoss) {
            return new LossProgress(loss, step, 0, plateaus, 0);
        }
        boolean plateau = sincePlateau + 1 >= Plateau.PATIENCE;
        return new LossProgress(
                bestLoss,
                bestStep,
                epochsWithoutImprovement + 1,
                plateau ? plateaus + 1 : plateaus,
                plateau ? 0 : sincePlateau + 1);
    }

    void writeTo(CheckpointComplete.Builder checkpoint) {
        if (bestStep > 0) {
            checkpoint.setBestValidationLoss(bestLoss);
        }
        checkpoint
                .setBestStep(bestStep)
                .setEpochsWithoutImprovement(epochsWithoutImprovement)
                .setPlateaus(plateaus)
                .setEpochsSincePlateau(sincePlateau);
    }
}
