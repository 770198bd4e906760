package io.wellstream.trainer.run;

import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.trainer.plan.BestBy;
import io.wellstream.trainer.plan.LearningRateSchedule.Plateau;

/**
 * How the metric of {@link BestBy} has developed, or the training loss in a run without validation. Early stopping, the choice of
 * the best checkpoint and the schedule of plateaus depend on it.
 *
 * @param best the smallest value so far; of an accuracy the negative
 * @param bestStep its step; 0 before the end of the first epoch
 * @param sincePlateau epochs without a better value since the best one or since the rate was last lowered
 */
record MonitoredMetric(double best, long bestStep, int epochsWithoutImprovement, int plateaus, int sincePlateau) {
    static final MonitoredMetric NONE = new MonitoredMetric(Double.POSITIVE_INFINITY, 0, 0, 0, 0);

    static MonitoredMetric of(CheckpointComplete checkpoint, BestBy by) {
        if (checkpoint.getBestStep() == 0) {
            return NONE;
        }
        double best =
                switch (by) {
                    case VALIDATION_LOSS -> checkpoint.getBestValidationLoss();
                    case VALIDATION_ACCURACY -> -checkpoint.getBestValidationAccuracy();
                };
        return new MonitoredMetric(
                best,
                checkpoint.getBestStep(),
                checkpoint.getEpochsWithoutImprovement(),
                checkpoint.getPlateaus(),
                checkpoint.getEpochsSincePlateau());
    }

    /** The value of an epoch: the smaller, the better. */
    static double valueOf(EpochFinished epoch, BestBy by) {
        if (!epoch.hasValidationLoss()) {
            return epoch.getTrainingLoss();
        }
        return switch (by) {
            case VALIDATION_LOSS -> epoch.getValidationLoss();
            case VALIDATION_ACCURACY -> -epoch.getValidationAccuracy();
        };
    }

    /** The development after one more epoch, which ended at this step with this value. */
    MonitoredMetric after(double value, long step) {
        if (value < best) {
            return new MonitoredMetric(value, step, 0, plateaus, 0);
        }
        boolean plateau = sincePlateau + 1 >= Plateau.PATIENCE;
        return new MonitoredMetric(
                best,
                bestStep,
                epochsWithoutImprovement + 1,
                plateau ? plateaus + 1 : plateaus,
                plateau ? 0 : sincePlateau + 1);
    }

    void writeTo(CheckpointComplete.Builder checkpoint, BestBy by) {
        if (bestStep > 0) {
            switch (by) {
                case VALIDATION_LOSS -> checkpoint.setBestValidationLoss(best);
                case VALIDATION_ACCURACY -> checkpoint.setBestValidationAccuracy(-best);
            }
        }
        checkpoint
                .setBestStep(bestStep)
                .setEpochsWithoutImprovement(epochsWithoutImprovement)
                .setPlateaus(plateaus)
                .setEpochsSincePlateau(sincePlateau);
    }
}
