package io.wellstream.trainer.run;

import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.trainer.plan.LearningRateSchedule.Plateau;

/**
 * What the watched loss has said so far: of validation where there is one, else of training.
 *
 * @param bestStep after how many steps the loss was best; 0 before the first epoch's end
 * @param sincePlateau epochs without a better loss since then or since the rate was last lowered
 */
record Standing(double bestLoss, long bestStep, int epochsWithoutImprovement, int plateaus, int sincePlateau) {
    static final Standing BEGINNING = new Standing(Double.POSITIVE_INFINITY, 0, 0, 0, 0);

    static Standing of(CheckpointComplete checkpoint) {
        return checkpoint.getBestStep() == 0
                ? BEGINNING
                : new Standing(
                        checkpoint.getBestValidationLoss(),
                        checkpoint.getBestStep(),
                        checkpoint.getEpochsWithoutImprovement(),
                        checkpoint.getPlateaus(),
                        checkpoint.getEpochsSincePlateau());
    }

    Standing after(double loss, long step) {
        if (loss < bestLoss) {
            return new Standing(loss, step, 0, plateaus, 0);
        }
        boolean plateau = sincePlateau + 1 >= Plateau.PATIENCE;
        return new Standing(
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
